internal import Crypto

/// The SHA-256 of bytes that arrive in parts.
package struct SHA256Digest: Sendable {
  /// The length of a digest in bytes.
  package static let byteCount = 32

  private var hash = SHA256()

  package init() {}

  /// Takes the next bytes.
  package mutating func update(_ bytes: borrowing Span<UInt8>) {
    // SAFETY: a read-only view of a span that lives through the call.
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// The digest of the bytes so far.
  package var bytes: [UInt8] { Array(hash.finalize()) }

  /// The digest of the bytes so far, in hexadecimal.
  package var hexadecimal: String { Hexadecimal.text(hash.finalize()) }

  /// The digest of `bytes`.
  package static func of(_ bytes: borrowing Span<UInt8>) -> SHA256Digest {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest
  }
}
