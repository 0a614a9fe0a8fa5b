package import BarLakeBytes

/// Verifies content that is named as gzip, and inflates it.
package enum GzipCheck {
  private static let pieceByteCount = 1 << 18

  /// Whether an object with this key must be gzip.
  package static func isExpected(forKey key: String) -> Bool { key.ends(with: ".gz") }

  /// The content of a download, inflated if that is asked for. Its first bytes decide whether it
  /// is gzip; if that `isExpected`, it must be.
  package static func checked(
    _ bytes: [UInt8], isExpected: Bool, decompress: Bool
  ) -> Result<[UInt8], GzipInflater.Damaged> {
    let isGzip = GzipInflater.isGzip(bytes, count: bytes.count)
    guard isExpected || isGzip && decompress else { return .success(bytes) }
    do {
      let content = try inflate(.bytes(bytes), isKept: decompress)
      return decompress ? content : content.map { _ in bytes }
    } catch {
      preconditionFailure("bytes in memory can be read: \(error)")
    }
  }

  /// What is damaged in `source`; nil if all of it is whole gzip. Nothing of it is kept.
  package static func damage(
    of source: ByteSource
  ) throws(ByteReader.Failure) -> GzipInflater.Damaged? {
    if case .failure(let damaged) = try inflate(source, isKept: false) { damaged } else { nil }
  }

  /// The inflated content of `source`, which must be gzip; empty unless it `isKept`.
  private static func inflate(
    _ source: ByteSource, isKept: Bool
  ) throws(ByteReader.Failure) -> Result<[UInt8], GzipInflater.Damaged> {
    let opened: ByteReader
    do {
      opened = try ByteReader(source)
    } catch {
      throw .system(error)
    }
    var reader = opened
    var inflater = GzipInflater()
    var (piece, output) = (ByteBuffer(), ByteBuffer())
    while true {
      piece.removeAll()
      let isEnd = try reader.read(into: &piece, upTo: pieceByteCount) == 0
      do throws(GzipInflater.Damaged) {
        if isEnd {
          if reader.byteCount == 0 { throw GzipInflater.Damaged(reason: "no gzip header") }
          try inflater.finish()
          return .success(Array(output.storage[..<output.count]))
        }
        var position = 0
        var produced: Int
        repeat {
          if !isKept { output.removeAll() }
          produced = try inflater.inflate(
            piece, from: &position, into: &output, upTo: pieceByteCount)
        } while produced == pieceByteCount
      } catch {
        return .failure(error)
      }
    }
  }
}
