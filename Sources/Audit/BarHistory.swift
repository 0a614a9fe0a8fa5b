internal import BarLakeColumnar

/// What is known of each ticker. It takes the facts of each batch in the order of the input, and
/// adds what only earlier rows show.
///
/// Memory: some bytes per ticker; it does not grow with the rows.
///
/// Source: `docs/spec.md`, BAR-1.
package struct BarHistory: Sendable {
  /// The fewest rows that are judged as a whole; fewer rows may look wrong by chance.
  static let judgedRowCount = 10

  private let rules: AuditRules
  private var tickers = SeenTickers()
  /// The last instant of each ticker, by its number.
  private var lastInstants: [Int64] = []
  private var lastTicker = -1
  /// Rows so far.
  package private(set) var rowCount = 0
  /// Rows that repeat the key of an earlier one.
  package private(set) var repeatedCount = 0
  /// Rows whose ticker returns after other tickers, or whose instant is before that of the ticker's
  /// previous row.
  package private(set) var unorderedCount = 0
  /// Rows whose prices contradict each other, are below zero, or are null.
  package private(set) var inconsistentCount = 0
  /// Rows whose ticker begins like those of another data type.
  package private(set) var otherTickerCount = 0
  /// Whether every ticker has one row and all rows have the same instant.
  private var hasOneInstant = true
  private var onlyInstant: Int64?
  /// The bounds of all instants, as long as none is of the date.
  private var boundsSoFar: ClosedRange<Int64>?
  private var isOutside = true

  package init(rules: AuditRules) {
    self.rules = rules
  }

  /// Whether all rows look like those of the other frequency: minute bars in a daily type, or daily
  /// bars in a minute type.
  package var isOfOtherFrequency: Bool {
    guard rowCount >= Self.judgedRowCount else { return false }
    return rules.isDaily ? repeatedCount > rowCount / 2 : hasOneInstant
  }

  /// The bounds of all instants, if there are rows and none is of the date; otherwise nil.
  package var outsideBounds: ClosedRange<Int64>? { isOutside ? boundsSoFar : nil }

  /// Takes the facts of the next rows. Returns the first doubtful row.
  package mutating func take(_ facts: BarFacts) -> (row: Int, doubt: BarDoubt)? {
    if facts.rowCount == 0 { return nil }
    rowCount += facts.rowCount
    repeatedCount += facts.repeatedCount
    unorderedCount += facts.unorderedCount
    inconsistentCount += facts.inconsistentCount
    otherTickerCount += facts.otherTickerCount
    isOutside = isOutside && facts.outsideBounds != nil
    if isOutside, let bounds = facts.outsideBounds {
      boundsSoFar =
        boundsSoFar.map {
          min($0.lowerBound, bounds.lowerBound)...max($0.upperBound, bounds.upperBound)
        } ?? bounds
    }
    let first = takeTickerRows(of: facts)
    return [first, facts.firstDoubt].compactMap { $0 }.min { $0.row < $1.row }
  }

  /// Compares each element with the rows before it. Returns the first row that is doubtful because
  /// of them.
  private mutating func takeTickerRows(of facts: BarFacts) -> (row: Int, doubt: BarDoubt)? {
    var firstDoubt: (row: Int, doubt: BarDoubt)?
    let texts = facts.tickers.bytes.span
    // The tickers of a dictionary are looked up once per batch; -1 marks those that were not yet.
    var numbers = [Int](repeating: -1, count: facts.hasDictionary ? facts.tickers.count : 0)
    for rows in facts.tickerRows {
      let place = Int(rows.ticker)
      var number = facts.hasDictionary ? numbers[place] : -1
      var isNew = false
      if number < 0 {
        (number, isNew) = tickers.number(of: texts, facts.tickers.range(place))
        if facts.hasDictionary { numbers[place] = number }
      }
      if isNew {
        lastInstants.append(rows.last)
        if onlyInstant == nil { onlyInstant = rows.first }
        if rows.first != onlyInstant { hasOneInstant = false }
      } else {
        hasOneInstant = false
        let isRepeated = rules.isDaily || rows.first == lastInstants[number]
        let isUnordered = number != lastTicker || rows.first < lastInstants[number]
        repeatedCount += isRepeated ? 1 : 0
        unorderedCount += isUnordered ? 1 : 0
        if firstDoubt == nil, isRepeated || isUnordered {
          firstDoubt = (Int(rows.row), isRepeated ? .repeated : .unordered)
        }
        lastInstants[number] = rows.last
      }
      lastTicker = number
    }
    // A new ticker that has several consecutive rows.
    if facts.tickerRows.count < facts.rowCount { hasOneInstant = false }
    return firstDoubt
  }
}
