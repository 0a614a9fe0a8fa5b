/// Decodes byte arrays of which each begins as the one before. The lengths of these beginnings are
/// stored first, in DELTA_BINARY_PACKED, and then the rest of each value, in
/// DELTA_LENGTH_BYTE_ARRAY.
///
/// Source: parquet-format `Encodings.md`, "Delta Strings".
package enum DeltaByteArrayDecoder {
  /// The `count` values in `range` of `bytes`, of at most `byteLimit` bytes in all: each value may
  /// repeat the whole one before it, and no size in the file bounds their sum. `fileOffset` is the
  /// offset of the page in the file, for errors.
  package static func values(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, byteLimit: Int, fileOffset: Int
  ) throws(ParquetReadingError) -> ByteArrays {
    var decoder = DeltaBinaryPackedDecoder(bytes, in: range, fileOffset: fileOffset)
    let prefixLengths: [Int32] = try decoder.values(count)
    let suffixes = try DeltaLengthByteArrayDecoder.values(
      bytes, in: decoder.position..<range.upperBound, count: count, fileOffset: fileOffset)
    var values = ByteArrays()
    var value: [UInt8] = []
    for (prefixLength, suffix) in zip(prefixLengths, suffixes.ranges) {
      guard prefixLength >= 0, prefixLength <= value.count else {
        throw ParquetReadingError(
          .mismatch(
            "bytes of the value before", expected: Int(prefixLength), found: value.count),
          offset: fileOffset)
      }
      let start = values.bytes.count
      guard Int(prefixLength) + suffix.count <= byteLimit - start else {
        throw ParquetReadingError(
          .unsupported("more than \(byteLimit) bytes of text in a chunk"), offset: fileOffset)
      }
      value.removeLast(value.count - Int(prefixLength))
      value.append(contentsOf: bytes[suffix])
      values.bytes.append(contentsOf: value)
      values.ranges.append(start..<values.bytes.count)
    }
    return values
  }
}
