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
    // More than may be held.
    let texts = Self.texts(count: 30, length: 500_000)
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

  @Test func `chunks of one page each hold no more than one large chunk`() throws {
    let folder = try TemporaryFolder()
    let columnCount = 10
    let texts = Self.texts(count: 1, length: 900_000)
    let schema = Schema((0..<columnCount).map { Field("text\($0)", .string) })
    let batch = RecordBatch(
      columns: Array(repeating: Column(.string(texts)), count: columnCount), rowCount: 1)
    var options = ParquetOptions(
      schema: schema, textEncodings: Array(repeating: .plain, count: columnCount),
      createdBy: "test")
    let expected = try written(options, [[BatchSlice(batch)]])
    options.spillDirectory = folder.path
    let rowGroup = try RowGroupEncoder(options).encode([BatchSlice(batch)])
    #expect(rowGroup.columns.reduce(0) { $0 + $1.bytes.count } <= 4 << 20)
    #expect(try written(options, [[BatchSlice(batch)]]) == expected)
  }

  /// Texts that do not compress.
  private static func texts(count: Int, length: Int) -> StringValues {
    var random = RandomNumbers(seed: 9)
    return StringValues(
      (0..<count).map { _ in
        String((0..<length).map { _ in Character(Unicode.Scalar(UInt8(33 + random.below(90)))) })
      })
  }

  private func written(_ options: ParquetOptions, _ groups: [[BatchSlice]]) throws -> [UInt8] {
    try file(options, groups).bytes
  }
}
