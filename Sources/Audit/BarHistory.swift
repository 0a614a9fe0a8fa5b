internal import BarLakeColumnar

/// What is known of each ticker so far. Takes up what each batch tells of itself, in the input's
/// order, and adds what only the rows before can tell.
///
/// Memory: some bytes a ticker, whatever the rows are.
///
/// Source: `docs/spec.md`, BAR-1.
package struct BarHistory: Sendable {
  /// The fewest rows that are judged as a whole: fewer can look so by chance.
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
  /// Rows whose ticker comes back after others, or whose instant is before that of its row before.
  package private(set) var unorderedCount = 0
  /// Rows whose prices contradict each other, are below zero or null.
  package private(set) var inconsistentCount = 0
  /// Rows whose ticker begins as those of another data type do.
  package private(set) var otherTickerCount = 0
  /// Whether no ticker has a second row, and all rows have one instant.
  private var hasOneInstant = true
  private var onlyInstant: Int64?
  /// The bounds of all instants, as long as none is of the date.
  private var boundsSoFar: ClosedRange<Int64>?
  private var isOutside = true

  package init(rules: AuditRules) {
    self.rules = rules
  }

  /// Whether all rows look like those of the other frequency: minute bars among daily ones, or
  /// daily bars among minute ones.
  package var isOfOtherFrequency: Bool {
    guard rowCount >= Self.judgedRowCount else { return false }
    return rules.isDaily ? repeatedCount > rowCount / 2 : hasOneInstant
  }

  /// The bounds of all instants, where there are rows and none is of the date.
  package var outsideBounds: ClosedRange<Int64>? { isOutside ? boundsSoFar : nil }

  /// Takes up the next rows. Returns the first of them that is doubtful.
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

  /// Compares each element with the rows before it. Returns the first that is doubtful for them.
  private mutating func takeTickerRows(of facts: BarFacts) -> (row: Int, doubt: BarDoubt)? {
    var firstDoubt: (row: Int, doubt: BarDoubt)?
    let texts = facts.tickers.bytes.span
    // A dictionary's tickers are looked up once a batch; -1 stands for one that was not.
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
