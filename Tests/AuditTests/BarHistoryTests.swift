import BarLakeAudit
import BarLakeColumnar
import Testing

@Suite struct BarHistoryTests {
  /// A row: its ticker, instant and low; the other prices are 10.
  private typealias Row = (ticker: String, instant: Int64, low: Double?)

  private static let minutes = AuditRules(isDaily: false, otherTickerStart: Array("O:".utf8))
  private static let days = AuditRules(isDaily: true, otherTickerStart: Array("O:".utf8))

  private func facts(
    _ rows: [Row], _ rules: AuditRules, asDictionary: Bool = false, isOutside: Bool = false
  ) -> BarFacts {
    let texts = rows.map(\.ticker)
    let distinct = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let ticker: ColumnValues =
      asDictionary
      ? .dictionary(
        DictionaryValues(
          codes: texts.map { text in Int32(distinct.firstIndex(of: text)!) },
          dictionary: StringValues(distinct)))
      : .string(StringValues(texts))
    var validity = Validity()
    for row in rows { validity.append(row.low != nil) }
    let prices = Column(.float64(rows.map { _ in 10 }))
    return BarFacts(
      AuditedColumns(
        ticker: Column(ticker), instant: Column(.int64(rows.map(\.instant))), open: prices,
        high: prices,
        low: Column(
          .float64(rows.map { $0.low ?? 0 }),
          validity: rows.contains { $0.low == nil } ? validity : nil),
        close: prices),
      rowCount: rows.count, rules: rules, isOutside: isOutside, lines: [])
  }

  /// Takes the rows, `size` at a time; the first doubtful row counts from the first of all.
  private func history(
    _ rows: [Row], _ rules: AuditRules, size: Int, asDictionary: Bool
  ) -> (history: BarHistory, first: (row: Int, doubt: BarDoubt)?) {
    var history = BarHistory(rules: rules)
    var first: (row: Int, doubt: BarDoubt)?
    for start in stride(from: 0, to: rows.count, by: size) {
      let batch = Array(rows[start..<min(start + size, rows.count)])
      let found = history.take(facts(batch, rules, asDictionary: asDictionary))
      if first == nil, let found { first = (start + found.row, found.doubt) }
    }
    return (history, first)
  }

  @Test(arguments: [1, 2, 3, 7], [true, false])
  func `doubts are the same wherever the batches are cut`(_ size: Int, _ asDictionary: Bool) {
    let rows: [Row] = [
      ("A", 1, 10), ("A", 2, 10),
      ("A", 2, 10),  // repeats the instant of its ticker's row before
      ("B", 1, 11),  // the low is above the open
      ("A", 3, 10),  // comes back after B
      ("A", 1, 10),  // goes back in time
      ("O:X", 1, nil),  // an option's ticker, and no low
    ]
    let (found, first) = history(rows, Self.minutes, size: size, asDictionary: asDictionary)
    #expect(found.rowCount == 7)
    #expect(found.repeatedCount == 1)
    #expect(found.unorderedCount == 2)
    #expect(found.inconsistentCount == 2)
    #expect(found.otherTickerCount == 1)
    #expect(!found.isOfOtherFrequency)
    #expect(first?.row == 2 && first?.doubt == .repeated)
  }

  @Test(arguments: [1, 4, 20], [true, false])
  func `daily bars of which more than half repeat a ticker are minute bars`(
    _ size: Int, _ asDictionary: Bool
  ) {
    // Ten rows of n tickers: 10 - n of them repeat one.
    for (tickerCount, isOther) in [(4, true), (5, false)] {
      let rows: [Row] = (0..<10).map { ("T\($0 % tickerCount)", Int64($0), 10) }
      let (found, _) = history(rows, Self.days, size: size, asDictionary: asDictionary)
      #expect(found.repeatedCount == 10 - tickerCount)
      #expect(found.isOfOtherFrequency == isOther)
    }
  }

  @Test func `minute bars of one instant and no second row are daily bars, ten at least`() {
    for (count, isOther) in [(9, false), (10, true)] {
      let rows: [Row] = (0..<count).map { ("T\($0)", 5, 10) }
      for size in [1, 4, 20] {
        let (found, first) = history(rows, Self.minutes, size: size, asDictionary: false)
        #expect(found.isOfOtherFrequency == isOther)
        #expect(first == nil)
      }
      let other: [Row] = rows.dropLast() + [("T\(count)", 6, 10)]
      #expect(!history(other, Self.minutes, size: 4, asDictionary: true).history.isOfOtherFrequency)
      let second: [Row] = rows + [("T\(count - 1)", 5, 10)]
      #expect(
        !history(second, Self.minutes, size: 4, asDictionary: true).history.isOfOtherFrequency)
    }
  }

  @Test func `bounds cover all instants as long as none is of the date`() {
    var history = BarHistory(rules: Self.minutes)
    #expect(history.outsideBounds == nil)
    _ = history.take(facts([("A", 7, 10), ("B", 3, 10)], Self.minutes, isOutside: true))
    _ = history.take(facts([("C", 9, 10)], Self.minutes, isOutside: true))
    _ = history.take(BarFacts())
    #expect(history.outsideBounds == 3...9)
    _ = history.take(facts([("D", 5, 10)], Self.minutes))
    #expect(history.outsideBounds == nil)
    _ = history.take(facts([("E", 20, 10)], Self.minutes, isOutside: true))
    #expect(history.outsideBounds == nil)
  }

  @Test(arguments: [true, false])
  func `the ticker of each row is known after it was found`(_ asDictionary: Bool) {
    let rows: [Row] = ["A", "A", "BB", "A", "CCC", "CCC"].map { ($0, 1, 10) }
    let facts = facts(rows, Self.minutes, asDictionary: asDictionary)
    for (row, expected) in rows.enumerated() {
      #expect(facts.ticker(of: row) == Array(expected.ticker.utf8))
    }
  }

  @Test func `prices that are equal, or null, or below zero`() {
    let rows: [Row] = [("A", 1, 10), ("B", 1, -1), ("C", 1, nil), ("D", 1, 9), ("E", 1, 10.5)]
    for rules in [Self.minutes, Self.days] {
      let (found, first) = history(rows, rules, size: 5, asDictionary: false)
      #expect(found.inconsistentCount == 3)
      #expect(first?.row == 1 && first?.doubt == .inconsistent)
    }
  }
}
