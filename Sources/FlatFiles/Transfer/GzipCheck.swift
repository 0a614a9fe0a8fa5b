package import BarLakeBytes

/// Verifies content that is named as gzip, and inflates it.
package enum GzipCheck {
  private static let pieceByteCount = 1 << 18

  /// Whether an object with this key must be gzip.
  package static func isExpected(forKey key: String) -> Bool { key.ends(with: ".gz") }

  /// The inflated content of `bytes`, which are gzip; empty unless it `isKept`.
  private static func inflate(
    _ bytes: [UInt8], isKept: Bool
  ) throws(GzipInflater.Damaged) -> [UInt8] {
    var inflater = GzipInflater()
    var output = ByteBuffer()
    for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
      var piece = ByteBuffer()
      piece.append(bytes, start..<min(start + pieceByteCount, bytes.count))
      var position = 0
      var produced: Int
      repeat {
        produced = try inflater.inflate(
          piece, from: &position, into: &output, upTo: pieceByteCount)
        if !isKept { output.removeAll() }
      } while produced == pieceByteCount
    }
    try inflater.finish()
    return Array(output.storage[..<output.count])
  }

  /// The content of a download, inflated if that is asked for. Its first bytes decide whether it
  /// is gzip; if that `isExpected`, it must be.
  package static func checked(
    _ bytes: [UInt8], isExpected: Bool, decompress: Bool
  ) -> Result<[UInt8], GzipInflater.Damaged> {
    do throws(GzipInflater.Damaged) {
      guard GzipInflater.isGzip(bytes, count: bytes.count) else {
        if isExpected { throw GzipInflater.Damaged(reason: "no gzip header") }
        return .success(bytes)
      }
      guard isExpected || decompress else { return .success(bytes) }
      let content = try inflate(bytes, isKept: decompress)
      return .success(decompress ? content : bytes)
    } catch {
      return .failure(error)
    }
  }

  /// What is damaged in `source`; nil if all of it is whole gzip. Nothing of it is kept.
  package static func damage(
    of source: ByteSource
  ) throws(ByteReader.Failure) -> GzipInflater.Damaged? {
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
          return nil
        }
        var position = 0
        var produced: Int
        repeat {
          output.removeAll()
          produced = try inflater.inflate(
            piece, from: &position, into: &output, upTo: pieceByteCount)
        } while produced == pieceByteCount
      } catch {
        return error
      }
    }
  }
}
