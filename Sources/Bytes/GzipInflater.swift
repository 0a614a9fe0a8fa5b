/// Inflates all members of a gzip file, and verifies the CRC-32 and size of each.
///
/// Source: RFC 1952, sections 2.2 and 2.3.
package struct GzipInflater: ~Copyable {
  /// The container is damaged: its structure, a checksum, a size, or the bytes after the last
  /// member.
  package struct Damaged: Error, Equatable, Sendable {
    package var reason: String

    package init(reason: String) {
      self.reason = reason
    }
  }

  /// Where in a member the next byte is.
  private enum State {
    case header(GzipHeader)
    case data
    /// The CRC-32 and the size modulo 2^32, of which so many bytes were read.
    case trailer(UInt64, byteCount: Int)
  }

  private var stream = DeflateStream()
  /// Nil before the first byte of a member, the first member's too.
  private var state: State?
  /// The inflated size of the member so far.
  private var byteCount: UInt64 = 0
  /// Whether the last call filled all the room that it had: more may come without more input.
  private var isOutputPending = false
  private static let trailerByteCount = 8

  package init() {}

  /// Whether `bytes` starts with the two magic bytes of gzip.
  package static func isGzip(_ bytes: [UInt8], count: Int) -> Bool {
    count >= GzipHeader.magic.count && bytes.starts(with: GzipHeader.magic)
  }

  /// Inflates `input` from `position` on and moves `position`. Appends at most `limit` bytes to
  /// `output` and returns their number. Fewer than `limit` means that the input is used up.
  package mutating func inflate(
    _ input: ByteBuffer, from position: inout Int, into output: inout ByteBuffer, upTo limit: Int
  ) throws(Damaged) -> Int {
    var produced = 0
    while produced < limit, position < input.count || isOutputPending {
      switch state {
      case nil: state = .header(GzipHeader())
      case .header(var header):
        let isComplete = try header.take(input.storage[position])
        position += 1
        state = .header(header)
        if isComplete {
          stream.reset()
          byteCount = 0
          state = .data
        }
      case .data:
        let room = limit - produced
        let (count, hasEnded) = try stream.inflate(
          input, from: &position, into: &output, upTo: room)
        produced += count
        byteCount &+= UInt64(count)
        isOutputPending = count == room && !hasEnded
        if hasEnded { state = .trailer(0, byteCount: 0) }
      case .trailer(var trailer, let byteCount):
        trailer |= UInt64(input.storage[position]) << (8 * byteCount)
        position += 1
        state = .trailer(trailer, byteCount: byteCount + 1)
        if byteCount + 1 == Self.trailerByteCount {
          try check(trailer)
          state = nil
        }
      }
    }
    return produced
  }

  private func check(_ trailer: UInt64) throws(Damaged) {
    if UInt32(truncatingIfNeeded: trailer) != stream.checksum {
      throw Damaged(reason: "CRC mismatch")
    }
    if UInt32(truncatingIfNeeded: trailer >> 32) != UInt32(truncatingIfNeeded: byteCount) {
      throw Damaged(reason: "size mismatch")
    }
  }

  /// Call this at the end of the input. It throws if the input ends inside a member.
  package func finish() throws(Damaged) {
    if state != nil { throw Damaged(reason: "unexpected end of file") }
  }
}
