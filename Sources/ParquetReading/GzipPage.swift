internal import BarLakeBytes

/// Pages in the codec GZIP: the members of a gzip file, with their checksums.
///
/// Source: parquet-format `Compression.md`, "GZIP"; RFC 1952.
package enum GzipPage {
  /// The most bytes that are inflated before any others are there.
  private static let firstByteCount = 16 << 10

  /// The inflated bytes of `range`; nil if they are not gzip data of exactly `byteCount` bytes.
  ///
  /// Cost: memory for what is there and not for what `byteCount` says.
  package static func inflated(_ bytes: [UInt8], in range: Range<Int>, byteCount: Int) -> [UInt8]? {
    var input = ByteBuffer()
    input.append(bytes, range)
    var output = ByteBuffer()
    var inflater = GzipInflater()
    var position = 0
    do {
      while output.count < byteCount {
        let limit = min(byteCount - output.count, max(output.count, firstByteCount))
        let count = try inflater.inflate(input, from: &position, into: &output, upTo: limit)
        if count == 0 { return nil }
      }
      // The trailer may still be there, and no other byte.
      guard try inflater.inflate(input, from: &position, into: &output, upTo: 1) == 0 else {
        return nil
      }
      try inflater.finish()
    } catch {
      return nil
    }
    return Array(output.storage[..<output.count])
  }
}
