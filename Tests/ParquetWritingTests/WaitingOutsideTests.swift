import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import BarLakeTestSupport
import Testing

/// Rows and pages that wait in a file change nothing in what is written.
@Suite struct WaitingOutsideTests {
  @Test func `rows that wait outside of memory have the bytes of rows that do not`() throws {
    let folder = try TemporaryFolder()
    let file = try SpillFile(in: folder.path)
    for nullEvery in [nil, 3] {
      let validity = nullEvery.map { every in
        var validity = Validity()
        for row in 0..<500 { validity.append(row % every != 0) }
        return validity
      }
      let (schema, batch) = sample(rowCount: 500, validity: validity)
      let slices = [
        BatchSlice(batch, rows: 100..<500), BatchSlice(batch, rows: 0..<1),
        BatchSlice(batch, rows: 7..<300),
      ]
      let expected = try encode(schema, slices)
      var moved = slices
      for index in moved.indices where index != 1 { try moved[index].moveOutside(to: file) }
      let found = try encode(schema, moved)
      #expect(found.bytes == expected.bytes)
      #expect(found.columns.map(\.metaData) == expected.columns.map(\.metaData))
    }
  }

  @Test func `pages that wait outside of memory are written as others`() throws {
    let folder = try TemporaryFolder()
    var random = RandomNumbers(seed: 9)
    // Nothing that compresses, and more than may be held.
    let texts = StringValues(
      (0..<30).map { _ in
        String((0..<500_000).map { _ in Character(Unicode.Scalar(UInt8(33 + random.below(90)))) })
      })
    let schema = Schema([Field("text", .string), Field("row", .int32)])
    let batch = RecordBatch(
      columns: [Column(.string(texts)), Column(.int32(Array(0..<30)))], rowCount: 30)
    var options = ParquetOptions(
      schema: schema, textEncodings: [.plain, .plain], createdBy: "test")
    let groups = [[BatchSlice(batch)], [BatchSlice(batch, rows: 0..<2)]]
    let expected = try written(options, groups)
    options.spillDirectory = folder.path
    #expect(try RowGroupEncoder(options).encode(groups[0]).columns[0].outside != nil)
    #expect(try RowGroupEncoder(options).encode(groups[1]).columns[0].outside == nil)
    #expect(try written(options, groups) == expected)
    options.spillDirectory = folder.path("absent")
    #expect(throws: ParquetWritingError.self) { try RowGroupEncoder(options).encode(groups[0]) }
  }

  private func written(_ options: ParquetOptions, _ groups: [[BatchSlice]]) throws -> [UInt8] {
    try file(options, groups).bytes
  }
}
