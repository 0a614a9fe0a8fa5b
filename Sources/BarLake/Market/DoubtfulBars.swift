/// How many of the rows that were written look wrong although each is right by every rule of its
/// values. They are counted and warned of, and stored as they stand.
///
/// Source: `docs/spec.md`, BAR-1.
public struct DoubtfulBars: Hashable, Sendable, Codable {
  /// In daily types, rows whose ticker an earlier row has; in minute types, rows with the instant
  /// of their ticker's row before.
  public var repeatedKeys = 0
  /// Rows whose ticker comes back after others, or whose instant is before that of their ticker's
  /// row before.
  public var unorderedRows = 0
  /// Rows whose prices contradict each other, are below zero or null.
  public var inconsistentBars = 0
  /// Rows that look like those of another data type: tickers of options among stocks, or all rows
  /// of a minute file among daily bars, or of a daily file among minute bars.
  public var wrongTypeRows = 0

  /// None.
  public init() {}

  /// Whether there is none.
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
