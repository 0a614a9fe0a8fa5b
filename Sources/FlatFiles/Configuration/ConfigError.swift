public import BarLake

/// Why a configuration cannot be used. It never contains a secret: of a wrong value in
/// `credentials.yaml` only the place is named.
public struct ConfigError: Error, Equatable, Sendable {
  /// `invalid_argument` for a wrong value, or `io_error` for a file that cannot be read or written.
  public var code: ErrorCode
  /// Where the wrong value stands; nil if the error concerns no value.
  public var origin: ConfigOrigin?
  /// What is wrong, for people. Programs must not parse it.
  public var message: String

  /// Makes an error.
  public init(code: ErrorCode, origin: ConfigOrigin? = nil, message: String) {
    self.code = code
    self.origin = origin
    self.message = message
  }

  /// A wrong value.
  static func wrong(_ origin: ConfigOrigin?, _ message: String) -> ConfigError {
    ConfigError(code: .invalidArgument, origin: origin, message: message)
  }

  /// The error in the form that all commands report.
  package var ingestError: IngestError {
    var error = IngestError(code: code, message: text)
    if case .file(_, let line, _)? = origin { error.line = line }
    return error
  }

  private var text: String { origin.map { "\($0): \(message)" } ?? message }
}

extension ConfigError: CustomStringConvertible {
  /// The code, the place and the message, for people.
  public var description: String { "\(code): \(text)" }
}
