/// What is known of the content of a source before an ingest reads it.
package struct KnownSource: Sendable {
  private enum Content: Sendable {
    case unknown
    case sha256(String)
    case bytes([UInt8])
    case file(String, Cancellation?)
  }

  /// The length in bytes, without reading; nil for a pipe, and for a stream that does not say it.
  package let byteCount: Int?
  /// The version of the object of a service; nil for all other sources, and for a stream that does
  /// not say it.
  package let version: SourceVersion?
  private let content: Content

  /// A source that was read before.
  package init(byteCount: Int, sha256: String) {
    self.init(byteCount, .sha256(sha256))
  }

  /// A source of which nothing is known.
  package static var unknown: KnownSource { KnownSource(nil, .unknown) }

  private init(_ byteCount: Int?, _ content: Content, version: SourceVersion? = nil) {
    self.byteCount = byteCount
    self.content = content
    self.version = version
  }

  /// The SHA-256 of all bytes, in hexadecimal, for which a file is read; nil if an ingest could not
  /// read the bytes any more then.
  package func sha256() throws(SystemError) -> String? {
    switch content {
    case .unknown: nil
    case .sha256(let sha256): sha256
    case .bytes(let bytes): SHA256Digest.of(bytes.span).hexadecimal
    case .file(let path, let cancellation):
      try HashedFile.sha256(of: path, cancellation: cancellation)
    }
  }

  /// An object of a service that a listing names.
  package init(_ version: SourceVersion) {
    self.init(version.byteCount, .unknown, version: version)
  }

  /// Looks at a source without reading it. `cancellation` may stop ``sha256()``.
  ///
  /// Throws at once if a file does not exist, is a folder, or cannot be read. A pipe is not
  /// touched, because opening it is already a promise to read it; nor is a stream.
  package init(
    _ source: ByteSource, cancellation: Cancellation? = nil
  ) throws(SystemError) {
    switch source {
    case .bytes(let bytes): self.init(bytes.count, .bytes(bytes))
    case .descriptor: self = .unknown
    case .stream(let stream): self = stream.version.map(KnownSource.init) ?? .unknown
    case .file(let path):
      self = .unknown
      guard let status = try FileSystem.status(path) else {
        // The error gives the reason: no such name, a file instead of a folder, or a loop of links.
        try FileSystem.checkReadable(path)
        return
      }
      switch status.kind {
      case .directory:
        throw SystemError(operation: "read", path: path, number: SystemError.isADirectory)
      case .link, .other: break
      case .regular:
        try FileSystem.checkReadable(path)
        self.init(status.byteCount, .file(path, cancellation))
      }
    }
  }
}
