import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import Testing

// Small files that ask for much memory.

/// A file with one column of one row group.
private struct SmallFile {
  private let type: PhysicalType
  private let isText: Bool
  private var bytes = FileLayout.magic
  private var dataPageOffset = 0
  private var dictionaryPageOffset: Int?

  init(_ type: PhysicalType) {
    self.type = type
    isText = type == .byteArray
  }

  mutating func append(dictionary: [UInt8], count: Int) {
    dictionaryPageOffset = bytes.count
    append(dictionary, .dictionaryPage) {
      $0.dictionaryPageHeader = DictionaryPageHeader(valueCount: Int32(count), encoding: .plain)
    }
  }

  /// A page of `count` rows that are all null, or all the value 0 of the dictionary.
  mutating func append(count: Int, areNull: Bool) {
    // The indices are one run, of one bit each.
    append(
      count: count, level: areNull ? 0 : 1, areNull ? .plain : .rleDictionary,
      values: areNull ? [] : [1] + Self.run(of: count) + [0])
  }

  /// A page of texts that stand in it.
  mutating func append(texts: [String]) {
    append(
      count: texts.count, level: 1, .plain, values: texts.flatMap { plain(Array($0.utf8)) })
  }

  private mutating func append(
    count: Int, level: UInt8, _ encoding: BarLakeParquetFormat.Encoding, values: [UInt8]
  ) {
    if dataPageOffset == 0 { dataPageOffset = bytes.count }
    let run = Self.run(of: count)
    var body: [UInt8] = []
    body.append(littleEndian: UInt32(run.count + 1))
    append(body + run + [level] + values, .dataPage) {
      $0.dataPageHeader = DataPageHeader(
        valueCount: Int32(count), encoding: encoding, definitionLevelEncoding: .rle,
        repetitionLevelEncoding: .rle)
    }
  }

  /// The header of a run: its length, doubled, as a variable-length number.
  private static func run(of count: Int) -> [UInt8] {
    var rest = count << 1
    var bytes: [UInt8] = []
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private mutating func append(
    _ body: [UInt8], _ type: PageType, _ complete: (inout PageHeader) -> Void
  ) {
    var buffer = ByteBuffer()
    Snappy.compress(body.span, into: &buffer)
    var header = PageHeader(
      type: type, uncompressedByteCount: Int32(body.count),
      compressedByteCount: Int32(buffer.count))
    complete(&header)
    bytes += CompactWriter.bytes { header.write(to: &$0) } + buffer.storage[..<buffer.count]
  }

  /// The file, whose row group has `rowCount` rows.
  func finish(rowCount: Int) -> [UInt8] {
    let byteCount = Int64(bytes.count - FileLayout.magic.count)
    let chunk = ColumnMetaData(
      type: type, encodings: [.plain, .rle, .rleDictionary], path: ["x"], codec: .snappy,
      valueCount: Int64(rowCount), uncompressedByteCount: byteCount,
      compressedByteCount: byteCount, dataPageOffset: Int64(dataPageOffset),
      dictionaryPageOffset: dictionaryPageOffset.map(Int64.init), statistics: nil)
    let element = SchemaElement(
      type: type, repetition: .optional, name: "x", convertedType: isText ? .utf8 : nil,
      logicalType: isText ? .string : nil)
    let metadata = FileMetaData(
      version: 1, schema: [SchemaElement(name: "root", childCount: 1), element],
      rowCount: Int64(rowCount),
      rowGroups: [
        RowGroup(
          columns: [ColumnChunk(fileOffset: 0, metaData: chunk)],
          uncompressedByteCount: byteCount, rowCount: Int64(rowCount))
      ])
    let footer = CompactWriter.bytes { metadata.write(to: &$0) }
    return bytes + footer + FileLayout.trailer(footerByteCount: footer.count)
  }
}

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

/// A text as PLAIN pages have it.
private func plain(_ text: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.append(littleEndian: UInt32(text.count))
  return bytes + text
}
