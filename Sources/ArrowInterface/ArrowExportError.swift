/// Why rows cannot be exported with their schema. Nothing was written.
public enum ArrowExportError: Error, Equatable, Sendable {
  /// The texts of a column, one per row, take more bytes than 32-bit offsets reach (2,147,483,647).
  case textTooLong(column: String)
  /// A column shows a text at a position of its dictionary that the index type cannot express.
  case dictionaryTooLarge(column: String)
}

extension ArrowExportError: CustomStringConvertible {
  /// A description for people.
  public var description: String {
    switch self {
    case .textTooLong(let column): "the texts of \(column) take more than 2147483647 bytes"
    case .dictionaryTooLarge(let column):
      "\(column) has more different texts than its dictionary's index can count"
    }
  }
}
