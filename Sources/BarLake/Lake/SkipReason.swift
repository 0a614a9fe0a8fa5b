/// Why a date was skipped.
public enum SkipReason: String, Codable, Sendable {
  /// The date was done already.
  case outputExists = "output_exists"
  /// The date was done already, from a source of a different length or tag.
  case sourceChanged = "source_changed"
  /// A batch had no input for the date.
  case noData = "no_data"
}

extension SkipReason {
  /// The warning for a date that is skipped; nil if nothing is doubtful. Source: PARQ-9.3.
  package func warning(_ dataType: MarketDataType, _ date: CalendarDate) -> String? {
    self == .sourceChanged
      ? "\(dataType.rawValue) \(date) is done, from a source of another length or tag" : nil
  }
}
