internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// Numbers, in the encodings of values of fixed width or through a dictionary.
///
/// Source: parquet-format `Encodings.md`.
struct FixedWidthDecoder<Value: PlainValue>: ValueDecoder {
  static var rowByteCount: Int { MemoryLayout<Value>.stride }

  private(set) var values: [Value] = []
  private var dictionary: [Value]?

  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError) {
    let byteCount = count * Value.byteCount
    guard let values = Value.plain(bytes, in: 0..<byteCount) else {
      throw ParquetReadingError(
        .mismatch("bytes of the dictionary", expected: byteCount, found: bytes.count),
        offset: offset)
    }
    dictionary = values
  }

  mutating func removeRows() { values.removeAll(keepingCapacity: true) }

  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError) {
    values.append(
      page.valueCount == 0 ? [] : try numbers(page), rowCount: page.rowCount, validity: validity,
      empty: .zero)
  }

  /// The values of a page that has at least one.
  private func numbers(_ page: DataPage) throws(ParquetReadingError) -> [Value] {
    switch page.encoding {
    case .plain: return try plain(page)
    case .plainDictionary, .rleDictionary: return try indexed(page)
    case .deltaBinaryPacked: return try deltaBinaryPacked(page)
    case .byteStreamSplit: return try byteStreamSplit(page)
    default: throw page.unsupportedEncoding
    }
  }

  private func plain(_ page: DataPage) throws(ParquetReadingError) -> [Value] {
    // Some writers pad their pages.
    let byteCount = page.valueCount * Value.byteCount
    let start = page.values.lowerBound
    guard let plain = Value.plain(page.bytes, in: start..<start + byteCount) else {
      throw page.error(
        .mismatch("bytes of the page's values", expected: byteCount, found: page.values.count))
    }
    return plain
  }

  private func indexed(_ page: DataPage) throws(ParquetReadingError) -> [Value] {
    let indices = try page.indices(dictionaryCount: dictionary?.count)
    let dictionary = self.dictionary ?? []
    return indices.map { dictionary[Int($0)] }
  }

  private func deltaBinaryPacked(_ page: DataPage) throws(ParquetReadingError) -> [Value] {
    var decoder = DeltaBinaryPackedDecoder(page.bytes, in: page.values, fileOffset: page.offset)
    guard let values = try Value.deltaBinaryPacked(&decoder, count: page.valueCount) else {
      throw page.unsupportedEncoding
    }
    return values
  }

  private func byteStreamSplit(_ page: DataPage) throws(ParquetReadingError) -> [Value] {
    let bytes = try ByteStreamSplitDecoder.plain(
      page.bytes, in: page.values, count: page.valueCount, byteCount: Value.byteCount,
      fileOffset: page.offset)
    // The bytes are whole numbers.
    return Value.plain(bytes, in: 0..<bytes.count) ?? []
  }
}
