/// Decodes values of fixed length whose bytes are stored apart: the first bytes of all values, then
/// the second bytes of all, and so on.
///
/// Source: parquet-format `Encodings.md`, "Byte Stream Split".
package enum ByteStreamSplitDecoder {
  /// The `count` values of `byteCount` bytes each in `range` of `bytes`, back to back as in PLAIN.
  /// `fileOffset` is the offset of the page in the file, for errors.
  package static func plain(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, byteCount: Int, fileOffset: Int
  ) throws(ParquetReadingError) -> [UInt8] {
    guard range.count == count * byteCount else {
      throw ParquetReadingError(
        .mismatch("bytes of the page's values", expected: count * byteCount, found: range.count),
        offset: fileOffset)
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(range.count)
    for index in 0..<count {
      for stream in 0..<byteCount {
        plain.append(bytes[range.lowerBound + stream * count + index])
      }
    }
    return plain
  }
}
