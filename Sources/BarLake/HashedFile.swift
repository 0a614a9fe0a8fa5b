package import Bytes
internal import Crypto

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A staged file whose SHA-256 is known when it is written, so that it can be told later from any
/// other.
package struct HashedFile: ByteSink, ~Copyable {
  private var file: StagedFile
  private var digest = SHA256()
  /// What is written at once, in the form that the digest takes.
  private var piece: [UInt8] = []

  private static let pieceByteCount = 1 << 18

  /// Makes the file, which must not exist.
  package init(creating path: String) throws(SystemError) {
    file = try StagedFile(creating: path)
  }

  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      let end = min(start + Self.pieceByteCount, bytes.count)
      piece.removeAll(keepingCapacity: true)
      piece.append(copying: bytes.extracting(start..<end))
      digest.update(data: piece)
      start = end
    }
    try file.write(bytes)
  }

  /// Ends the file, whose content is on the disk then or, unless it is synchronised, on its way there;
  /// returns its SHA-256 in hexadecimal.
  package mutating func close(isSynchronized: Bool) throws(SystemError) -> String {
    if isSynchronized {
      try file.close()
    } else {
      try file.closeUnsynchronized()
    }
    return Hexadecimal.text(digest.finalize())
  }

  /// The SHA-256, in hexadecimal, of the file `path`; an error where `cancellation` asks to stop.
  package static func sha256(
    of path: String, cancellation: Cancellation?
  ) throws(SystemError) -> String {
    var reader = try ByteReader(.file(path), cancellation: cancellation)
    var digest = SHA256()
    var piece = ByteBuffer()
    while try reader.read(into: &piece, upTo: 1 << 18) > 0 {
      digest.update(data: piece.storage[..<piece.count])
      piece.removeAll()
    }
    return Hexadecimal.text(digest.finalize())
  }
}
