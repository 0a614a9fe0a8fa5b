internal import CBarLakeZlib

/// Inflates all members of a gzip file, and verifies the CRC-32 and size of each.
///
/// Source: RFC 1952, sections 2.2 and 2.3; zlib `zlib.h`, `inflateInit2` (window bits 15 + 16: the
/// gzip wrapper alone, with its header and trailer checked).
// SAFETY: the pointer to zlib's state never leaves the value, which has one owner.
@safe package struct GzipInflater: ~Copyable {
  /// The container is damaged: its structure, a checksum, a size, or the bytes after the last
  /// member.
  package struct Damaged: Error, Equatable, Sendable {
    /// The message of zlib, or our own.
    package var reason: String
  }

  private enum State {
    /// Before the first byte of a member, including the first member.
    case betweenMembers
    case insideMember
  }

  // On the heap, at one address, because zlib's state points back to it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var state = State.betweenMembers

  package init() {
    // SAFETY: the structure is initialised before use, and only `deinit` frees it.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "inflateInit2 fails only without memory or with another zlib")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Whether `bytes` starts with the two magic bytes of gzip.
  package static func isGzip(_ bytes: [UInt8], count: Int) -> Bool {
    count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Inflates `input` from `position` on and moves `position`. Appends at most `limit` bytes to
  /// `output` and returns their number. Fewer than `limit` means that the input is used up.
  package mutating func inflate(
    _ input: ByteBuffer, from position: inout Int, into output: inout ByteBuffer, upTo limit: Int
  ) throws(Damaged) -> Int {
    var produced = 0
    while produced < limit, position < input.count {
      if state == .betweenMembers {
        // zlib is reset for each member; it rejects everything except another gzip header.
        unsafe inflateReset(stream)
        state = .insideMember
      }
      var status = Z_OK
      let start = position
      var consumed = 0
      let count = unsafe output.fill(upTo: limit - produced) { target in
        // SAFETY: both pointers cover live memory of the lengths set beside them during the one
        // call that uses them. zlib does not write to its input.
        unsafe input.storage.withUnsafeBufferPointer { source in
          let available = input.count - start
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress! + start)
          unsafe stream.pointee.avail_in = UInt32(available)
          unsafe stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
          unsafe stream.pointee.avail_out = UInt32(target.count)
          status = unsafe CBarLakeZlib.inflate(stream, Z_NO_FLUSH)
          consumed = unsafe available - Int(stream.pointee.avail_in)
          return unsafe target.count - Int(stream.pointee.avail_out)
        }
      }
      position += consumed
      produced += count
      switch status {
      case Z_STREAM_END: state = .betweenMembers
      case Z_OK: break
      // No progress was possible; the conditions of the loop show which side is used up.
      case Z_BUF_ERROR where position == input.count || produced == limit: break
      default:
        // SAFETY: zlib's messages are static, terminated strings.
        let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
        throw Damaged(reason: reason ?? "error \(status)")
      }
    }
    return produced
  }

  /// Call this at the end of the input. It throws if the input ends inside a member.
  package func finish() throws(Damaged) {
    if state == .insideMember { throw Damaged(reason: "unexpected end of file") }
  }
}
