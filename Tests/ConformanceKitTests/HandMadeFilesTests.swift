import Bytes
import ConformanceKit
import ParquetFormat
import Testing

/// A file of one optional column `x` of int32, its pages made by hand.
private struct HandMadeFile {
  private var bytes = FileLayout.magic
  private var rowCount = 0
  private var uncompressedByteCount = 0
  private var encodings: Set<Encoding> = []
  private var dataPageOffset: Int?
  private var dictionaryPageOffset: Int?

  mutating func append(dictionary values: [Int32]) {
    var body: [UInt8] = []
    body.append(littleEndianBytesOf: values.span)
    dictionaryPageOffset = bytes.count
    encodings.insert(.plain)
    append(body, type: .dictionaryPage) {
      $0.dictionaryPageHeader = DictionaryPageHeader(
        valueCount: Int32(values.count), encoding: .plain)
    }
  }

  /// A page of `count` rows; `levels` and `values` are their encoded bytes.
  mutating func append(
    count: Int, levels: [UInt8], values: [UInt8], encoding: Encoding, crc: UInt32? = nil
  ) {
    if dataPageOffset == nil { dataPageOffset = bytes.count }
    encodings.formUnion([encoding, .rle])
    rowCount += count
    var body: [UInt8] = []
    body.append(littleEndian: UInt32(levels.count))
    append(body + levels + values, type: .dataPage) {
      $0.crc = crc.map { Int32(bitPattern: $0) }
      $0.dataPageHeader = DataPageHeader(
        valueCount: Int32(count), encoding: encoding, definitionLevelEncoding: .rle,
        repetitionLevelEncoding: .rle)
    }
  }

  private mutating func append(
    _ body: [UInt8], type: PageType, _ complete: (inout PageHeader) -> Void
  ) {
    var buffer = ByteBuffer()
    Snappy.compress(body.span, into: &buffer)
    let compressed = Array(buffer.storage[..<buffer.count])
    var header = PageHeader(
      type: type, uncompressedByteCount: Int32(body.count),
      compressedByteCount: Int32(compressed.count))
    complete(&header)
    let headerBytes = CompactWriter.bytes { header.write(to: &$0) }
    bytes += headerBytes + compressed
    uncompressedByteCount += headerBytes.count + body.count
  }

  /// The file with its footer; `statistics` are the chunk's.
  func finish(_ statistics: Statistics) -> [UInt8] {
    let byteCount = bytes.count - FileLayout.magic.count
    let chunk = ColumnMetaData(
      type: .int32, encodings: Array(encodings), path: ["x"], codec: .snappy,
      valueCount: Int64(rowCount), uncompressedByteCount: Int64(uncompressedByteCount),
      compressedByteCount: Int64(byteCount), dataPageOffset: Int64(dataPageOffset ?? 4),
      dictionaryPageOffset: dictionaryPageOffset.map(Int64.init), statistics: statistics)
    let rowGroup = RowGroup(
      columns: [ColumnChunk(fileOffset: 0, metaData: chunk)],
      uncompressedByteCount: Int64(uncompressedByteCount), rowCount: Int64(rowCount))
    let metadata = FileMetaData(
      version: 1,
      schema: [
        SchemaElement(name: "root", childCount: 1),
        SchemaElement(type: .int32, repetition: .optional, name: "x"),
      ], rowCount: Int64(rowCount), rowGroups: [rowGroup])
    let footer = CompactWriter.bytes { metadata.write(to: &$0) }
    return bytes + footer + FileLayout.trailer(footerByteCount: footer.count)
  }
}

private let bounds = Statistics(nullCount: 0, maxValue: [8, 0, 0, 0], minValue: [7, 0, 0, 0])
/// Levels of two rows with a value.
private let twoValues: [UInt8] = [2 << 1, 1]
private let sevenAndEight: [UInt8] = [7, 0, 0, 0, 8, 0, 0, 0]
/// Indices 0 and 1, of one bit.
private let zeroAndOne: [UInt8] = [1, 1 << 1 | 1, 0b10]

private func problems(_ bytes: [UInt8]) -> [String] {
  PhysicalCheck.findings(of: bytes).filter { $0.level == .must }.map { "\($0.rule) \($0.problem)" }
}

@Test func `a right file made by hand has no findings`() {
  var plain = HandMadeFile()
  plain.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  #expect(problems(plain.finish(bounds)) == [])
  var dictionary = HandMadeFile()
  dictionary.append(dictionary: [7, 8])
  dictionary.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  #expect(problems(dictionary.finish(bounds)) == [])
}

@Test func `dictionary and PLAIN pages in one chunk are found`() {
  var file = HandMadeFile()
  file.append(dictionary: [7, 8])
  file.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  #expect(problems(file.finish(bounds)) == ["PARQ-2.3 PLAIN and RLE_DICTIONARY in one chunk"])
}

@Test func `levels that are too long, too short or too high are found`() {
  func check(_ levels: [UInt8]) -> [String] {
    var file = HandMadeFile()
    file.append(count: 2, levels: levels, values: sevenAndEight, encoding: .plain)
    return problems(file.finish(bounds))
  }
  #expect(check(twoValues + [0]) == ["PARQ-8.1 page 1: 1 bytes behind the definition levels"])
  #expect(check([1 << 1, 1]).count == 1)
  #expect(check([2 << 1, 2]) == ["PARQ-8.1 byte 4: a definition level of 2"])
}

@Test func `an index beyond the dictionary is found`() {
  var file = HandMadeFile()
  file.append(dictionary: [7])
  file.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  let found = problems(file.finish(bounds))
  #expect(found.count == 1)
  #expect(found.first?.contains("values of the dictionary: 1 announced, 2 found") == true)
}

@Test func `a wrong checksum is found`() {
  var file = HandMadeFile()
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain, crc: 12)
  let found = problems(file.finish(bounds))
  #expect(found.count == 1)
  #expect(found.first?.hasPrefix("PARQ-4.6 ") == true)
}
