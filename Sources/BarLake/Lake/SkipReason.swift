/// Why a date was skipped.
public enum SkipReason: String, Codable, Sendable {
  /// The date was done already.
  case outputExists = "output_exists"
  /// The date was done already, from a source of a different length.
  case sourceChanged = "source_changed"
  /// A batch had no input for the date.
  case noData = "no_data"
}
