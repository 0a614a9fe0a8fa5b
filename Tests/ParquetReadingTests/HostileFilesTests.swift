import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

// Small files that ask for much memory.

private func chunk(_ file: SmallFile, rowCount: Int) throws -> Column {
  try ParquetFile(bytes: file.finish(rowCount: rowCount))
    .readColumnChunk(rowGroup: 0, column: 0).column
}

private func isUnsupported(_ file: SmallFile, rowCount: Int) -> Bool {
  let error = #expect(throws: ParquetReadingError.self) { try chunk(file, rowCount: rowCount) }
  guard case .unsupported? = error?.reason else { return false }
  return true
}

@Test(arguments: [PhysicalType.int32, .int64, .double, .boolean, .byteArray])
func `a few bytes cannot ask for the memory of the largest row group`(_ type: PhysicalType) throws {
  let rowCount = 1 << 26
  var file = SmallFile(type)
  file.append(count: rowCount, areNull: true)
  #expect(file.finish(rowCount: rowCount).count < 400)
  #expect(isUnsupported(file, rowCount: rowCount))
}

@Test func `nulls that take little memory are read, however few bytes they are`() throws {
  let rowCount = 1_000_000
  var file = SmallFile(.int64)
  file.append(count: rowCount, areNull: true)
  let column = try chunk(file, rowCount: rowCount)
  #expect(column.count == rowCount && column.nullCount == rowCount)
}

@Test func `a chunk may have more pages than 16 bits count`() throws {
  let pageCount = 33_000
  var file = SmallFile(.int64)
  for _ in 0..<pageCount { file.append(count: 1, areNull: true) }
  let column = try chunk(file, rowCount: pageCount)
  #expect(column.count == pageCount && column.nullCount == pageCount)
}

@Test func `one long text in many rows is held once`() throws {
  let rowCount = 100_000
  var file = SmallFile(.byteArray)
  file.append(dictionary: plain([UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)), count: 1)
  file.append(count: rowCount, areNull: false)
  let column = try chunk(file, rowCount: rowCount)
  guard case .dictionary(let texts) = column.values else {
    Issue.record("the rows are not codes")
    return
  }
  #expect(texts.codes == [Int32](repeating: 0, count: rowCount))
  #expect(texts.dictionary.count == 1 && texts.dictionary.bytes.count == 1 << 20)
  let bounds = ValueBounds(of: column, rows: 0..<rowCount)
  #expect(bounds.min == texts.dictionary.bytes && bounds.max == texts.dictionary.bytes)
}

@Test func `a chunk whose pages hold texts and codes is read as texts`() throws {
  var file = SmallFile(.byteArray)
  file.append(dictionary: plain(Array("code".utf8)), count: 1)
  file.append(count: 2, areNull: false)
  file.append(texts: ["b", "", "code"])
  file.append(count: 1, areNull: true)
  file.append(count: 1, areNull: false)
  let column = try chunk(file, rowCount: 7)
  guard case .string(let texts) = column.values else {
    Issue.record("the rows are not texts")
    return
  }
  #expect((0..<7).map { texts[$0] } == ["code", "code", "b", "", "code", "", "code"])
  #expect((0..<7).map { column.isNull($0) } == [false, false, false, false, false, true, false])
}

@Test func `one long text in many rows is refused if each row must have its own`() throws {
  let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
  for (rowCount, isRead) in [(8, true), (100, false)] {
    for textsComeFirst in [true, false] {
      var file = SmallFile(.byteArray)
      file.append(dictionary: plain(text), count: 1)
      if textsComeFirst { file.append(texts: ["b"]) }
      file.append(count: rowCount, areNull: false)
      if !textsComeFirst { file.append(texts: ["b"]) }
      if isRead {
        let column = try chunk(file, rowCount: rowCount + 1)
        guard case .string(let texts) = column.values else {
          Issue.record("the rows are not texts")
          return
        }
        #expect(texts.bytes.count == rowCount << 20 + 1)
      } else {
        #expect(isUnsupported(file, rowCount: rowCount + 1))
      }
    }
  }
}
