internal import BarLakeBytes

/// Decodes byte arrays that are stored back to back: each after its length in four bytes, or all of
/// one length.
///
/// Source: parquet-format `Encodings.md`, "Plain".
package enum PlainByteArrayDecoder {
  /// The `count` values of BYTE_ARRAY in `range` of `bytes`. `fileOffset` is the offset of the page
  /// in the file, for errors.
  package static func values(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, fileOffset: Int
  ) throws(ParquetReadingError) -> ByteArrays {
    var values = ByteArrays(bytes: bytes)
    var position = range.lowerBound
    for _ in 0..<count {
      guard position <= range.upperBound - 4 else { throw outOfBounds(fileOffset) }
      let length = Int(bytes.span.littleEndianHalfWord(at: position))
      position += 4
      guard length <= range.upperBound - position else { throw outOfBounds(fileOffset) }
      values.ranges.append(position..<position + length)
      position += length
    }
    return values
  }

  /// The `count` values of FIXED_LEN_BYTE_ARRAY, of `byteCount` bytes each, in `range` of `bytes`.
  package static func values(
    _ bytes: [UInt8], in range: Range<Int>, count: Int, byteCount: Int, fileOffset: Int
  ) throws(ParquetReadingError) -> ByteArrays {
    guard count <= range.count / byteCount else { throw outOfBounds(fileOffset) }
    return ByteArrays(
      bytes: bytes,
      ranges: (0..<count).map { index in
        let start = range.lowerBound + index * byteCount
        return start..<start + byteCount
      })
  }

  private static func outOfBounds(_ fileOffset: Int) -> ParquetReadingError {
    ParquetReadingError(.outOfBounds("a byte array"), offset: fileOffset)
  }
}
