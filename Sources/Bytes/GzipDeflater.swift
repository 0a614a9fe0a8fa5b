internal import CBarLakeZlib

/// Deflates bytes into one gzip member, without a name or a time in its header.
///
/// Source: RFC 1952, section 2.3; zlib `zlib.h`, `deflateInit2` (window bits 15 + 16: the gzip
/// wrapper).
package enum GzipDeflater {
  /// One complete member that inflates to `input`.
  package static func deflate(_ input: [UInt8]) -> [UInt8] {
    var output = ByteBuffer()
    var stream = unsafe z_stream()
    let status = unsafe deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "deflateInit2 fails only without memory or with another zlib")
    // SAFETY: the structure was initialised above and is not used after this.
    defer { unsafe deflateEnd(&stream) }
    let limit = unsafe Int(deflateBound(&stream, UInt(input.count)))
    _ = unsafe output.fill(upTo: limit) { target in
      // SAFETY: both pointers cover live memory of the lengths set beside them during the one call
      // that uses them. zlib does not write to its input.
      unsafe input.withUnsafeBufferPointer { source in
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
        unsafe stream.avail_out = UInt32(target.count)
        let status = unsafe CBarLakeZlib.deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "deflateBound gives room for the whole member")
        return unsafe target.count - Int(stream.avail_out)
      }
    }
    return Array(output.storage[..<output.count])
  }
}
