/// Counts of written rows that are valid by every rule but look wrong. They are stored unchanged,
/// and the log warns of them.
///
/// Source: `docs/spec.md`, BAR-1.
public struct DoubtfulBars: Hashable, Sendable, Codable {
  /// In daily types: rows whose ticker has an earlier row. In minute types: rows that have the same
  /// instant as their ticker's previous row.
  public var repeatedKeys = 0
  /// Rows whose ticker returns after rows of other tickers, or whose instant is before that of
  /// their ticker's previous row.
  public var unorderedRows = 0
  /// Rows whose prices contradict each other, are below zero, or are null.
  public var inconsistentBars = 0
  /// Rows that look like rows of another data type: option tickers among stocks; all rows, if they
  /// look like minute bars in a daily type, or like daily bars in a minute type.
  public var wrongTypeRows = 0

  /// All counts are 0.
  public init() {}

  /// Whether all counts are 0.
  public var isEmpty: Bool { self == DoubtfulBars() }

  package static func += (total: inout DoubtfulBars, part: DoubtfulBars) {
    total.repeatedKeys += part.repeatedKeys
    total.unorderedRows += part.unorderedRows
    total.inconsistentBars += part.inconsistentBars
    total.wrongTypeRows += part.wrongTypeRows
  }

  /// The counts, each with its name.
  package var named: [(name: String, count: Int)] {
    [
      (CodingKeys.repeatedKeys.rawValue, repeatedKeys),
      (CodingKeys.unorderedRows.rawValue, unorderedRows),
      (CodingKeys.inconsistentBars.rawValue, inconsistentBars),
      (CodingKeys.wrongTypeRows.rawValue, wrongTypeRows),
    ]
  }

  private enum CodingKeys: String, CodingKey {
    case repeatedKeys = "repeated_keys"
    case unorderedRows = "unordered_rows"
    case inconsistentBars = "inconsistent_bars"
    case wrongTypeRows = "wrong_type_rows"
  }
}
