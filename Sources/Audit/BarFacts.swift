internal import BarLakeBytes
internal import BarLakeColumnar

/// The facts about doubtful bars that one batch shows by itself, without the rows before and after
/// it.
///
/// Any thread that parses a block makes them; ``BarHistory`` takes them in the order of the input.
/// Consecutive rows of one ticker are one element, so that little work is left for the history.
///
/// Source: `docs/spec.md`, BAR-1.
package struct BarFacts: Sendable {
  /// Consecutive rows of one ticker.
  struct TickerRows: Sendable {
    /// The position of the ticker in ``BarFacts/tickers``.
    var ticker: Int32
    /// The first row, from 0.
    var row: Int32
    /// The instants of the first and of the last row, in the column's unit.
    var first: Int64
    var last: Int64
  }

  private(set) var rowCount = 0
  /// The rows of the batch; consecutive rows of one ticker are one element.
  private(set) var tickerRows: [TickerRows] = []
  /// The tickers of the elements.
  private(set) var tickers = StringValues()
  /// Whether several elements may refer to the same position in ``tickers``.
  private(set) var hasDictionary = false
  /// Rows that repeat the key of the previous row in their element, and rows whose instant is
  /// before that of the previous row.
  private(set) var repeatedCount = 0
  private(set) var unorderedCount = 0
  private(set) var inconsistentCount = 0
  /// Rows whose ticker begins like those of another data type.
  private(set) var otherTickerCount = 0
  /// The bounds of the instants if all are outside the date; otherwise nil.
  private(set) var outsideBounds: ClosedRange<Int64>?
  /// The first row that is doubtful by these facts alone.
  private(set) var firstDoubt: (row: Int, doubt: BarDoubt)?
  /// The line of each row, if doubtful rows are errors.
  package private(set) var lines: [Int] = []

  /// The facts of no rows.
  package init() {}

  /// The facts of the first `rowCount` rows of `columns`, which may have more rows.
  ///
  /// - Parameters:
  ///   - isOutside: whether no row is of the date.
  ///   - lines: the line of each row; empty if doubtful rows are no errors.
  package init(
    _ columns: AuditedColumns, rowCount: Int, rules: AuditRules, isOutside: Bool, lines: [Int]
  ) {
    guard rowCount > 0 else { return }
    guard case .int64(let instants) = columns.instant.values else {
      preconditionFailure("an instant is a number")
    }
    self.rowCount = rowCount
    self.lines = lines
    let isDaily = rules.isDaily
    switch columns.ticker.values {
    case .dictionary(let values):
      tickers = values.dictionary
      hasDictionary = true
      let codes = values.codes.span
      findTickerRows(instants.span, isDaily) {
        codes[$0] == codes[$0 - 1]
      } ticker: {
        codes[$0]
      }
    case .string(let texts):
      tickers = texts
      let bytes = texts.bytes.span
      findTickerRows(instants.span, isDaily) { row in
        TextBytes.areEqual(bytes, texts.range(row - 1), bytes, texts.range(row))
      } ticker: {
        Int32(truncatingIfNeeded: $0)
      }
    default: preconditionFailure("a ticker is a text")
    }
    if let start = rules.otherTickerStart { findOtherTickers(startingWith: start) }
    findInconsistentBars(columns)
    if isOutside {
      outsideBounds = instants[..<rowCount].reduce(instants[0]...instants[0]) {
        min($0.lowerBound, $1)...max($0.upperBound, $1)
      }
    }
  }

  /// The ticker of row `row`, which is one of these.
  package func ticker(of row: Int) -> [UInt8] {
    guard let rows = tickerRows(of: row) else { preconditionFailure("every row is in an element") }
    return Array(tickers.bytes[tickers.range(Int(rows.ticker))])
  }

  /// The element that holds row `row`.
  private func tickerRows(of row: Int) -> TickerRows? {
    var (low, high) = (0, tickerRows.count)
    while low < high {
      let middle = (low + high) / 2
      if tickerRows[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : tickerRows[low - 1]
  }

  @inline(__always)
  private mutating func findTickerRows(
    _ instants: Span<Int64>, _ isDaily: Bool, continues: (Int) -> Bool, ticker: (Int) -> Int32
  ) {
    // Local copies, so that the loop keeps them in registers.
    let rowCount = self.rowCount
    var tickerRows: [TickerRows] = []
    // A block mostly has the rows of a ticker together.
    tickerRows.reserveCapacity(min(tickers.count, rowCount))
    var (repeated, unordered, firstDoubt) = (0, 0, self.firstDoubt)
    var row = 0
    while row < rowCount {
      let start = row
      let first = instants[start]
      var last = first
      row += 1
      while row < rowCount, continues(row) {
        let instant = instants[row]
        if isDaily || instant <= last {
          let isRepeated = isDaily || instant == last
          repeated += isRepeated ? 1 : 0
          unordered += instant < last ? 1 : 0
          if firstDoubt == nil { firstDoubt = (row, isRepeated ? .repeated : .unordered) }
        }
        last = instant
        row += 1
      }
      tickerRows.append(
        TickerRows(
          ticker: ticker(start), row: Int32(truncatingIfNeeded: start), first: first, last: last))
    }
    self.tickerRows = tickerRows
    (repeatedCount, unorderedCount, self.firstDoubt) = (repeated, unordered, firstDoubt)
  }

  private mutating func note(_ doubt: BarDoubt, _ row: Int) {
    if let first = firstDoubt, first.row <= row { return }
    firstDoubt = (row, doubt)
  }

  /// Counts the rows whose ticker begins with `start`; in most batches there are none.
  private mutating func findOtherTickers(startingWith start: [UInt8]) {
    let tickers = self.tickers
    func isOther(_ ticker: Int) -> Bool {
      tickers.bytes[tickers.range(ticker)].starts(with: start)
    }
    guard (0..<tickers.count).contains(where: isOther) else { return }
    for (number, rows) in tickerRows.enumerated() where isOther(Int(rows.ticker)) {
      note(.wrongType, Int(rows.row))
      let end = number + 1 < tickerRows.count ? Int(tickerRows[number + 1].row) : rowCount
      otherTickerCount += end - Int(rows.row)
    }
  }

  private mutating func findInconsistentBars(_ bars: AuditedColumns) {
    let columns = [bars.open, bars.high, bars.low, bars.close]
    let first: Int?
    switch (bars.open.values, bars.high.values, bars.low.values, bars.close.values) {
    case (.float64(let open), .float64(let high), .float64(let low), .float64(let close)):
      (inconsistentCount, first) = Self.inconsistentRows(
        open, high, low, close, of: columns, rowCount)
    case (.float32(let open), .float32(let high), .float32(let low), .float32(let close)):
      (inconsistentCount, first) = Self.inconsistentRows(
        open, high, low, close, of: columns, rowCount)
    default: preconditionFailure("prices are of one type of floating-point numbers")
    }
    if let first { note(.inconsistent, first) }
  }

  /// Counts the rows whose prices are null, below zero or contradict each other, and finds the
  /// first.
  @inline(__always)
  private static func inconsistentRows<Price: BinaryFloatingPoint>(
    _ opens: [Price], _ highs: [Price], _ lows: [Price], _ closes: [Price], of columns: [Column],
    _ rowCount: Int
  ) -> (count: Int, first: Int?) {
    let (opens, highs, lows, closes) = (opens.span, highs.span, lows.span, closes.span)
    // If the high is below the low, no open is between them.
    func isInconsistent(_ row: Int) -> Bool {
      let (open, high, low, close) = (opens[row], highs[row], lows[row], closes[row])
      return low < 0 || open < low || open > high || close < low || close > high
    }
    let nullable = columns.filter { $0.nullCount > 0 }
    var count = 0
    if nullable.isEmpty {
      for row in 0..<rowCount { count += isInconsistent(row) ? 1 : 0 }
      guard count > 0 else { return (0, nil) }
      return (count, (0..<rowCount).first(where: isInconsistent))
    }
    var first: Int?
    for row in 0..<rowCount
    where nullable.contains(where: { $0.isNull(row) }) || isInconsistent(row) {
      count += 1
      if first == nil { first = row }
    }
    return (count, first)
  }
}
