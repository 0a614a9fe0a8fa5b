/// A source whose bytes other code delivers, such as a download. Each reading begins at the first
/// byte.
public protocol ByteStream: Sendable {
  /// Begins a reading. Must return at once: waiting belongs to the reader's first call.
  func open() -> any ByteStreamReader

  /// The version of the object that every reading delivers; nil, as by default, if it is not known
  /// before the first byte is read.
  var version: SourceVersion? { get }
}

extension ByteStream {
  /// Nil by default.
  public var version: SourceVersion? { nil }
}

/// One reading of a stream, by one thread. Dropping it ends the reading.
public protocol ByteStreamReader: AnyObject, Sendable {
  /// Waits for bytes and returns at least one and at most `byteCount` of them; none at the end.
  /// Must return or throw soon after `cancellation` is requested.
  ///
  /// - Throws: ``ByteStreamError`` if bytes are missing. The end is not reported then.
  func read(
    upTo byteCount: Int, cancellation: Cancellation?
  ) throws(ByteStreamError) -> [UInt8]

  /// The version of the object that was read, asked for at the end; nil, as by default, if what was
  /// read is no object of a service. A manifest keeps its key and tag.
  var version: SourceVersion? { get }
}

extension ByteStreamReader {
  /// Nil by default.
  public var version: SourceVersion? { nil }
}

/// One content of an object of a service, which may give the object another one at any time.
public struct SourceVersion: Equatable, Sendable {
  /// The name of the object in its bucket.
  public var key: String
  /// The tag of the content, as the service writes it.
  public var etag: String
  /// The length of the content in bytes.
  public var byteCount: Int

  /// Makes a version.
  ///
  /// - Parameters:
  ///   - key: the name of the object in its bucket.
  ///   - etag: the tag of the content, as the service writes it.
  ///   - byteCount: the length of the content in bytes.
  public init(key: String, etag: String, byteCount: Int) {
    self.key = key
    self.etag = etag
    self.byteCount = byteCount
  }
}

/// Why a stream delivers no more bytes, although it has not ended.
public struct ByteStreamError: Error, Equatable, Sendable {
  /// The reason and the remedy, for people.
  public var message: String

  /// Makes an error with its reason and remedy.
  public init(message: String) {
    self.message = message
  }
}
