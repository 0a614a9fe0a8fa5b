extension IngestError: CustomStringConvertible {
  /// The code and the message, for people.
  public var description: String { "\(code): \(message)" }
}
