#if !ISAL
  internal import CBarLakeZlib

  /// Inflates deflated data, without a wrapper, with zlib.
  ///
  /// Source: RFC 1951; zlib `zlib.h`, `inflateInit2` (window bits −15: raw data).
  // SAFETY: the pointer to zlib's state never leaves the value, which has one owner.
  @safe struct DeflateStream: ~Copyable {
    /// The CRC-32 of everything that was inflated since the last reset.
    private(set) var checksum: UInt32 = 0
    // On the heap, at one address, because zlib's state points back to it.
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
      // SAFETY: the structure is initialised before use, and only `deinit` frees it.
      unsafe stream = .allocate(capacity: 1)
      unsafe stream.initialize(to: z_stream())
      let status = unsafe inflateInit2_(
        stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      precondition(status == Z_OK, "inflateInit2 fails only without memory or with another zlib")
    }

    deinit {
      unsafe inflateEnd(stream)
      unsafe stream.deallocate()
    }

    /// Begins other data.
    mutating func reset() {
      unsafe inflateReset(stream)
      checksum = 0
    }

    /// Inflates `input` from `position` on and moves `position`. Appends at most `limit` bytes to
    /// `output`. Returns their number, and whether the data has ended.
    mutating func inflate(
      _ input: ByteBuffer, from position: inout Int, into output: inout ByteBuffer,
      upTo limit: Int
    ) throws(GzipInflater.Damaged) -> (count: Int, hasEnded: Bool) {
      var status = Z_OK
      let count = unsafe output.fill(from: input, at: &position, upTo: limit) { source, target in
        // SAFETY: both pointers cover live memory of the lengths set beside them during the one
        // call that uses them. zlib does not write to its input.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(source.count)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        status = unsafe CBarLakeZlib.inflate(stream, Z_NO_FLUSH)
        return unsafe (
          source.count - Int(stream.pointee.avail_in), target.count - Int(stream.pointee.avail_out)
        )
      }
      checksum = CRC32.checksum(
        of: output.storage.span.extracting(output.count - count..<output.count), from: checksum)
      switch status {
      case Z_STREAM_END: return (count, true)
      // Without progress the input is used up, or there was no room.
      case Z_OK, Z_BUF_ERROR: return (count, false)
      default:
        // SAFETY: zlib's messages are static, terminated strings.
        let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
        throw GzipInflater.Damaged(reason: reason ?? "error \(status)")
      }
    }
  }
#endif
