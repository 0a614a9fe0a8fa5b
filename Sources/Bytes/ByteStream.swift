/// A source whose bytes other code delivers, such as a download. Each reading begins at the first
/// byte.
public protocol ByteStream: Sendable {
  /// Begins a reading. Must return at once: waiting belongs to the reader's first call.
  func open() -> any ByteStreamReader
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
