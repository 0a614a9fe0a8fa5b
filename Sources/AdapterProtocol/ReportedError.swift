/// An error as ERR-1 has it.
package struct ReportedError: Error, Equatable, Sendable {
  package var code: String
  package var line: Int?
  package var column: String?
  package var token: String?
  package var offset: Int?
  /// For people; never compared.
  package var message: String

  package init(
    code: String, line: Int? = nil, column: String? = nil, token: String? = nil,
    offset: Int? = nil, message: String
  ) {
    self.code = code
    self.line = line
    self.column = column
    self.token = token
    self.offset = offset
    self.message = message
  }
}

extension ReportedError: CustomStringConvertible {
  package var description: String { "\(code) (\(message))" }
}

extension ReportedError: Codable {
  private enum CodingKeys: String, CodingKey { case code, line, column, token, offset, message }

  /// Null where there is nothing, so that a reader sees all keys.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(line, forKey: .line)
    try container.encode(column, forKey: .column)
    try container.encode(token, forKey: .token)
    try container.encode(offset, forKey: .offset)
    try container.encode(message, forKey: .message)
  }
}
