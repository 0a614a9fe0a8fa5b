/// Why rows cannot be handed out as their schema says. Nothing was written then.
public enum ArrowExportError: Error, Equatable, Sendable {
  /// The texts of a column are longer together than 32-bit offsets reach (2,147,483,647 bytes) once
  /// each row has its own.
  case textTooLong(column: String)
  /// A column's rows show a text that the dictionary has at a place beyond what its index reaches.
  case dictionaryTooLarge(column: String)
}

extension ArrowExportError: CustomStringConvertible {
  /// What happened, for people.
  public var description: String {
    switch self {
    case .textTooLong(let column): "the texts of \(column) take more than 2147483647 bytes"
    case .dictionaryTooLarge(let column):
      "\(column) has more different texts than its dictionary's index can count"
    }
  }
}
