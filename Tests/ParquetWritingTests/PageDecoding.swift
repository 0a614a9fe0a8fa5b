import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting

/// The hybrid encoding, read value by value.
func decodeHybrid(_ bytes: [UInt8], bitWidth: Int, count: Int) -> [UInt32] {
  var values: [UInt32] = []
  var offset = 0
  while values.count < count, offset < bytes.count {
    var header = 0
    var shift = 0
    repeat {
      header |= Int(bytes[offset] & 0x7F) << shift
      shift += 7
      offset += 1
    } while bytes[offset - 1] >= 0x80
    if header & 1 == 0 {
      var value: UInt32 = 0
      for place in 0..<(bitWidth + 7) / 8 { value |= UInt32(bytes[offset + place]) << (place * 8) }
      offset += (bitWidth + 7) / 8
      values += Array(repeating: value, count: header >> 1)
    } else {
      for index in 0..<(header >> 1) * 8 {
        var value: UInt32 = 0
        for bit in 0..<bitWidth {
          let position = index * bitWidth + bit
          if bytes[offset + position / 8] >> (position % 8) & 1 == 1 { value |= 1 << bit }
        }
        values.append(value)
      }
      offset += (header >> 1) * bitWidth
    }
  }
  return Array(values.prefix(count))
}

/// A page of a column chunk, as it stands in a row group's bytes.
struct DecodedPage {
  var header: PageHeader
  /// The page after decompression.
  var bytes: [UInt8]
}

/// The pages of a column chunk; nil where a page is damaged.
func decodePages(_ group: EncodedRowGroup, column: Int) -> [DecodedPage]? {
  let metaData = group.columns[column].metaData
  let chunk = group.columns[column].bytes
  var offset = Int(metaData.dictionaryPageOffset ?? metaData.dataPageOffset)
  let end = offset + Int(metaData.compressedByteCount)
  var pages: [DecodedPage] = []
  while offset < end {
    var reader = CompactReader(chunk, in: offset..<end)
    guard let header = try? PageHeader(from: &reader) else { return nil }
    let body = chunk[reader.offset..<reader.offset + Int(header.compressedByteCount)]
    let stored = Array(body)
    guard
      header.crc == Int32(bitPattern: CRC32.checksum(of: stored.span)),
      let bytes = Snappy.decompress(
        stored.span, byteCount: Int(header.uncompressedByteCount))
    else { return nil }
    pages.append(DecodedPage(header: header, bytes: bytes))
    offset = body.endIndex
  }
  return offset == end ? pages : nil
}

/// The values of a column chunk in PLAIN encoding, texts without their length, Booleans as a byte;
/// nil for nulls.
func decodeColumn(_ group: EncodedRowGroup, column: Int) -> [[UInt8]?]? {
  guard var pages = decodePages(group, column: column) else { return nil }
  let type = group.columns[column].metaData.type
  var dictionary: [[UInt8]]?
  if pages.first?.header.type == .dictionaryPage {
    let page = pages.removeFirst()
    dictionary = plainValues(page.bytes, type, Int(page.header.dictionaryPageHeader!.valueCount))
  }
  var rows: [[UInt8]?] = []
  for page in pages {
    let count = Int(page.header.dataPageHeader!.valueCount)
    let levelByteCount = page.bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    let levels = decodeHybrid(
      Array(page.bytes[4..<4 + levelByteCount]), bitWidth: 1, count: count)
    let valueCount = levels.count { $0 == 1 }
    let body = Array(page.bytes[(4 + levelByteCount)...])
    let values: [[UInt8]]
    if let dictionary {
      let codes = decodeHybrid(
        Array(body.dropFirst()), bitWidth: Int(body[0]), count: valueCount)
      values = codes.map { dictionary[Int($0)] }
    } else {
      values = plainValues(body, type, valueCount)
    }
    var next = 0
    for level in levels {
      rows.append(level == 1 ? values[next] : nil)
      next += Int(level)
    }
  }
  return rows
}

private func plainValues(_ bytes: [UInt8], _ type: PhysicalType, _ count: Int) -> [[UInt8]] {
  var offset = 0
  return (0..<count).map { index in
    var byteCount = type == .int32 || type == .float ? 4 : 8
    if type == .boolean { return [bytes[index / 8] >> (index % 8) & 1] }
    if type == .byteArray {
      byteCount = bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
      offset += 4
    }
    offset += byteCount
    return Array(bytes[offset - byteCount..<offset])
  }
}

/// The values of a column as ``decodeColumn(_:column:)`` gives them.
func expectedRows(_ column: Column) -> [[UInt8]?] {
  (0..<column.count).map { column.isNull($0) ? nil : plainBytes(column.values, $0) }
}

private func plainBytes(_ values: ColumnValues, _ row: Int) -> [UInt8] {
  func bytes(_ number: some FixedWidthInteger & BitwiseCopyable) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: number)
    return bytes
  }
  switch values {
  case .bool(let values): return [values[row] ? 1 : 0]
  case .int8(let values): return bytes(Int32(values[row]))
  case .int16(let values): return bytes(Int32(values[row]))
  case .int32(let values): return bytes(values[row])
  case .int64(let values): return bytes(values[row])
  case .uint32(let values): return bytes(values[row])
  case .uint64(let values): return bytes(values[row])
  case .float32(let values): return bytes(values[row].bitPattern)
  case .float64(let values): return bytes(values[row].bitPattern)
  case .string(let values): return Array(values.bytes[values.range(row)])
  case .dictionary(let values):
    return Array(values.dictionary.bytes[values.dictionary.range(Int(values.codes[row]))])
  case .repeated(let value, _): return plainBytes(value, 0)
  }
}

extension EncodedRowGroup {
  /// The bytes of all column chunks, none of which waits outside of memory.
  var bytes: [UInt8] { columns.flatMap(\.bytes) }
}
