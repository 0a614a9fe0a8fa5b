package import BarLakeBytes

/// Why a date was not ingested. Nothing new is visible in the lake then; where an overwrite had
/// begun to replace files, each of them is whole, the date is not done, and the same call completes
/// it.
///
/// Source: `docs/spec.md`, ERR-1.
public struct IngestError: Error, Equatable, Sendable {
  /// The date as it was asked for; nil where none is concerned.
  public var date: String?
  /// What kind of error it is, of a closed list.
  public var code: ErrorCode
  /// The physical line, from 1, on which the offending record starts; nil for arguments, gzip,
  /// files and memory.
  public var line: Int?
  /// The offending column as the input's header spells it.
  public var column: String?
  /// The offending text, at most its first 64 bytes; what is not printable ASCII is `\xHH`.
  public var token: String?
  /// The position in the inflated input, from 0, of a byte that no text may have.
  public var offset: Int?
  /// What happened, for people; never to be matched.
  public var message: String

  /// An error; what is left out does not apply.
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

  /// A failed system call; its path is given relative to `root` where it lies below, and as it is
  /// where `root` is empty. A request to stop is no failure of a call, and names none.
  package static func io(
    _ error: SystemError, root: String
  ) -> IngestError {
    let prefix = root.isEmpty ? root : root + "/"
    let path = error.path.dropping(prefix: prefix) ?? error.path
    return IngestError(
      code: .ioError,
      message: error.isInterruption
        ? "interrupted" : "\(error.operation) \(path): \(error.reason)")
  }

  /// An argument or option with a value that it cannot have.
  package static func invalidArgument(_ name: String, _ value: String, _ expected: String)
    -> IngestError
  {
    IngestError(
      code: .invalidArgument, token: printable(Array(value.utf8)),
      message: "\(name) is \(expected), not \(value)")
  }

  /// The most bytes of the input's text that an error shows.
  static let printableByteCount = 64

  /// The first 64 bytes of a text; what is not printable ASCII is written `\xHH`.
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

  /// Writes the keys of ERR-1, null where they do not apply, and the status `error`.
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
