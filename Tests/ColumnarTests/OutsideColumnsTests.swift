import BarLakeBytes
import BarLakeColumnar
import BarLakeTestSupport
import Testing

@Suite struct OutsideColumnsTests {
  private static let texts = StringValues(["a", "", "\u{E9}"])
  /// Three rows of every type.
  private static let all: [ColumnValues] = [
    .bool([true, false, true]), .int8([-1, 0, 1]), .int16([-300, 0, 300]),
    .int32([.min, 0, .max]), .int64([.min, 0, .max]), .uint32([0, 1, .max]), .uint64([0, 1, .max]),
    .float32([-0.0, 1.5, .infinity]), .float64([-0.0, 1.5, .infinity]), .string(texts),
    .dictionary(DictionaryValues(codes: [2, 0, 2], dictionary: texts)),
    .repeated(.int32([7]), count: 3),
  ]

  @Test func `every column comes back as it was, and a repeated one stays`() throws {
    let folder = try TemporaryFolder()
    let file = try SpillFile(in: folder.path)
    var validity = Validity(allValid: 2)
    validity.append(false)
    var batch = RecordBatch(
      columns: Self.all.map { Column($0, validity: validity) }, rowCount: 3)
    let outside = try OutsideColumns(of: &batch, in: file)
    for (number, values) in Self.all.enumerated() {
      let found = try outside.values(of: number)
      if case .repeated = values {
        #expect(found == nil)
        #expect(batch.columns[number].values.count == 3)
      } else {
        #expect("\(try #require(found))" == "\(values)")
        #expect(batch.columns[number].values.count == 0)
      }
      // Which rows are null is known without the file.
      #expect(batch.columns[number].validity == validity)
    }
  }

  @Test func `batches share a file`() throws {
    let folder = try TemporaryFolder()
    let file = try SpillFile(in: folder.path)
    let outside = try (0..<3).map { number in
      var batch = RecordBatch(columns: [Column(.int64([Int64(number)]))], rowCount: 1)
      return try OutsideColumns(of: &batch, in: file)
    }
    for (number, columns) in outside.enumerated().reversed() {
      guard case .int64(let values)? = try columns.values(of: 0) else {
        Issue.record("the type changed")
        continue
      }
      #expect(values == [Int64(number)])
    }
  }
}
