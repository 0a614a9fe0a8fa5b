import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

@Test func `levels in BIT_PACKED begin at the highest bit`() {
  var validity = Validity()
  BitPackedLevels.append([0xFF, 0b1010_0000, 0b1100_0000], from: 1, count: 10, to: &validity)
  #expect(
    (0..<10).map { validity[$0] }
      == [true, false, true, false, false, false, false, false, true, true])
  #expect([0, 1, 8, 9].map(BitPackedLevels.byteCount) == [0, 1, 1, 2])
}

@Test func `a page with levels in BIT_PACKED is read`() throws {
  var file = SmallFile(.int32)
  file.append(
    count: 3, levels: [0b1010_0000], in: .bitPacked, .plain, values: [7, 0, 0, 0, 8, 0, 0, 0])
  let content = try ParquetFile(bytes: file.finish(rowCount: 3))
    .readColumnChunk(rowGroup: 0, column: 0)
  guard case .int32(let values) = content.column.values else {
    Issue.record("\(content.column.values)")
    return
  }
  #expect(
    values == [7, 0, 8] && (0..<3).map { content.column.isNull($0) } == [false, true, false])
  #expect(content.pages.map(\.unusedLevelByteCount) == [0])
}

@Test func `levels that a page does not have are an error`() {
  var file = SmallFile(.int32)
  file.append(count: 9, levels: [0], in: .bitPacked, .plain, values: [])
  let error = ParquetReadingError(.outOfBounds("the page's levels"), offset: 4)
  #expect(throws: error) {
    try ParquetFile(bytes: file.finish(rowCount: 9)).readColumnChunk(rowGroup: 0, column: 0)
  }
}
