/// A staged file whose SHA-256 is computed while it is written.
package struct HashedFile: ByteSink, ~Copyable {
  private var file: StagedFile
  private var digest = SHA256Digest()

  /// Creates the file, which must not exist.
  package init(creating path: String) throws(SystemError) {
    file = try StagedFile(creating: path)
  }

  package mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    digest.update(bytes)
    try file.write(bytes)
  }

  /// Ends the file and returns its SHA-256 in hexadecimal. The content may still be on its way to
  /// the disk.
  package mutating func close() throws(SystemError) -> String {
    try file.closeUnsynchronized()
    return digest.hexadecimal
  }

  /// The SHA-256, in hexadecimal, of the file `path`; throws if `cancellation` requests a stop.
  package static func sha256(
    of path: String, cancellation: Cancellation?
  ) throws(SystemError) -> String {
    let file = try Descriptor(opening: path, .readOnly, operation: "open")
    var digest = SHA256Digest()
    var part = ByteBuffer()
    while true {
      try Cancellation.waitUntilReadable(file, or: cancellation)
      if try file.read(into: &part, upTo: 1 << 18) == 0 { break }
      digest.update(part.storage.span.extracting(0..<part.count))
      part.removeAll()
    }
    return digest.hexadecimal
  }
}
