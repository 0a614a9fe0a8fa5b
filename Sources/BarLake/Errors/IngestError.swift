package import BarLakeBytes

/// Why a date was not ingested. The lake shows nothing new then. If an overwrite had already begun
/// to replace files, each file is complete, the date is not done, and the same call completes it.
///
/// Source: `docs/spec.md`, ERR-1.
public struct IngestError: Error, Equatable, Sendable {
  /// The date as the caller wrote it; nil if the error concerns no date.
  public var date: String?
  /// The kind of error.
  public var code: ErrorCode
  /// The physical line, from 1, on which the wrong record starts; nil for errors of arguments,
  /// gzip, files and memory.
  public var line: Int?
  /// The wrong column, as the input's header spells it.
  public var column: String?
  /// The first 64 bytes of the wrong text; bytes outside printable ASCII are written `\xHH`.
  public var token: String?
  /// The position of a forbidden byte in the inflated input, from 0.
  public var offset: Int?
  /// A description for people. Programs must not parse it.
  public var message: String

  /// Makes an error. Arguments that do not apply are nil.
  public init(
    date: String? = nil, code: ErrorCode, line: Int? = nil, column: String? = nil,
    token: String? = nil, offset: Int? = nil, message: String
  ) {
    self.date = date
    self.code = code
    self.line = line
    self.column = column
    self.token = token
    self.offset = offset
    self.message = message
  }

  /// A failed system call. Its path is relative to `root` if it is below `root`; with an empty
  /// `root` it is unchanged. If the call ended because of a request to stop, the message names no
  /// call.
  package static func io(
    _ error: SystemError, root: String
  ) -> IngestError {
    let prefix = root.isEmpty ? root : root + "/"
    let path = error.path.dropping(prefix: prefix) ?? error.path
    let remedy =
      error.isOfMissingLocks
      ? "; the file system of the lake offers no locks, so promise with --without-locks, or the "
        + "option without_locks, that nobody else writes to the lake meanwhile" : ""
    return IngestError(
      code: .ioError,
      message: error.isInterruption
        ? "interrupted" : "\(error.operation) \(path): \(error.reason)\(remedy)")
  }

  /// The error of input that cannot be read; its path is relative to `root`, as in ``io(_:root:)``.
  package init(_ failure: ByteReader.Failure, root: String) {
    switch failure {
    case .system(let error): self = .io(error, root: root)
    case .stream(let error): self.init(code: .ioError, message: error.message)
    }
  }

  /// What is in the lake and what is asked for contradict each other.
  package static func conflict(_ message: String) -> IngestError {
    IngestError(code: .outputConflict, message: message)
  }

  /// An argument or option with a value that is not allowed.
  package static func invalidArgument(_ name: String, _ value: String, _ expected: String)
    -> IngestError
  {
    IngestError(
      code: .invalidArgument, token: printable(Array(value.utf8)),
      message: "\(name) is \(expected), not \(value)")
  }

  /// The most bytes of the input's text that an error contains.
  static let printableByteCount = 64

  /// The first 64 bytes of a text; bytes outside printable ASCII are written `\xHH`.
  package static func printable(_ token: [UInt8]) -> String {
    token.prefix(printableByteCount).map { byte in
      if (0x20...0x7E).contains(byte) { return String(Unicode.Scalar(byte)) }
      return "\\x" + Hexadecimal.text([byte], uppercase: true)
    }.joined()
  }
}

extension IngestError: Encodable {
  private enum CodingKeys: String, CodingKey {
    case status, date, code, line, column, token, offset, message
  }

  /// Encodes the keys of ERR-1, with null for those that do not apply, and the status `error`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("error", forKey: .status)
    try container.encode(date, forKey: .date)
    try container.encode(code, forKey: .code)
    try container.encode(line, forKey: .line)
    try container.encode(column, forKey: .column)
    try container.encode(token, forKey: .token)
    try container.encode(offset, forKey: .offset)
    try container.encode(message, forKey: .message)
  }
}
