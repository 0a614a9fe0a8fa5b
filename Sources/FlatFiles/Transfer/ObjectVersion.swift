/// One content of an object. A key may get another one at any time.
package struct ObjectVersion: Equatable, Sendable, Codable {
  /// The tag of the content, with quotes.
  package var etag: String
  /// The length in bytes.
  package var byteCount: Int

  /// No service has objects of more bytes than this. A longer one is a wrong answer, and lengths up
  /// to it can be added without a check.
  package static let byteCountLimit = 1 << 50

  package init(etag: String, byteCount: Int) {
    self.etag = etag
    self.byteCount = byteCount
  }

  /// The parts of `partByteCount` bytes, in order; the last one may be shorter. An empty object has
  /// none.
  package func parts(of partByteCount: Int) -> [Range<Int>] {
    stride(from: 0, to: byteCount, by: partByteCount).map { start in
      start..<min(start + partByteCount, byteCount)
    }
  }
}
