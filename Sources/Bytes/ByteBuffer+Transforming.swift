extension ByteBuffer {
  /// Passes the bytes of `input` from `position` on, and the free memory after the content, at most
  /// `limit` bytes, to `body`, a codec in C. `body` returns how many bytes it took and how many it
  /// filled; `position` and the end of the content move by as many. Returns the latter number.
  mutating func fill(
    from input: ByteBuffer, at position: inout Int, upTo limit: Int,
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> (
      consumed: Int, produced: Int
    )
  ) -> Int {
    let start = position
    var consumed = 0
    // SAFETY: both buffers cover live memory during the one call of `body`: the content of `input`
    // from `start` on, and what `fill` provides.
    let count = unsafe fill(upTo: limit) { target in
      unsafe input.storage.withUnsafeBufferPointer { source in
        let result = unsafe body(
          UnsafeBufferPointer(rebasing: source[start..<input.count]),
          target.bindMemory(to: UInt8.self))
        consumed = result.consumed
        return result.produced
      }
    }
    position += consumed
    return count
  }
}
