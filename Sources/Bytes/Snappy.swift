internal import CBarLakeSnappy

/// Snappy's raw block format, in which Parquet stores pages.
///
/// Source: google/snappy `format_description.txt`; parquet-format `Compression.md`, "SNAPPY".
package enum Snappy {
  /// Appends the compressed form of `input` to `output`.
  package static func compress(_ input: borrowing Span<UInt8>, into output: inout ByteBuffer) {
    let limit = snappy_max_compressed_length(input.count)
    _ = unsafe output.fill(upTo: limit) { target in
      var byteCount = target.count
      // SAFETY: both pointers cover live memory of the lengths passed with them. The target has the
      // length that the library requires.
      let status = unsafe input.withUnsafeBytes { source in
        unsafe snappy_compress(
          source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count,
          target.baseAddress?.assumingMemoryBound(to: CChar.self), &byteCount)
      }
      precondition(status == SNAPPY_OK, "snappy_compress fails only where the target is too short")
      return byteCount
    }
  }

  /// The uncompressed bytes of `input`; `nil` if it is not Snappy data of exactly `byteCount`
  /// bytes.
  package static func decompress(
    _ input: borrowing Span<UInt8>, byteCount: Int
  ) -> [UInt8]? {
    // SAFETY: the pointer covers the live span; the library reads no more than its length.
    let announced: Int? = unsafe input.withUnsafeBytes { source in
      var length = 0
      let status = unsafe snappy_uncompressed_length(
        source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count, &length)
      return status == SNAPPY_OK ? length : nil
    }
    guard announced == byteCount else { return nil }
    var output = [UInt8](repeating: 0, count: byteCount)
    // SAFETY: the target has the announced length, and the library checks it.
    let status = unsafe output.withUnsafeMutableBytes { target in
      unsafe input.withUnsafeBytes { source in
        var length = target.count
        return unsafe snappy_uncompress(
          source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count,
          target.baseAddress?.assumingMemoryBound(to: CChar.self), &length)
      }
    }
    return status == SNAPPY_OK ? output : nil
  }
}
