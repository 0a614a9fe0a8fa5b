/// Decodes byte arrays that are stored as all their lengths, in DELTA_BINARY_PACKED, and then all
/// their bytes.
///
/// Source: parquet-format `Encodings.md`, "Delta-length byte array".
package enum DeltaLengthByteArrayDecoder {
  /// The `count` values in `range` of `bytes`. `fileOffset` is the offset of the page in the file,
  /// for errors.
  package static func values(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, fileOffset: Int
  ) throws(ParquetReadingError) -> ByteArrays {
    var decoder = DeltaBinaryPackedDecoder(bytes, in: range, fileOffset: fileOffset)
    let lengths: [Int32] = try decoder.values(count)
    var values = ByteArrays(bytes: bytes)
    var position = decoder.position
    for length in lengths {
      guard length >= 0, Int(length) <= range.upperBound - position else {
        throw ParquetReadingError(.outOfBounds("a byte array"), offset: fileOffset)
      }
      values.ranges.append(position..<position + Int(length))
      position += Int(length)
    }
    return values
  }
}
