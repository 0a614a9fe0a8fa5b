internal import BarLakeCSV
internal import BarLakeColumnar

/// Finds doubtful bars: takes up what each batch tells of itself, in the input's order, and adds
/// what only the rows before can tell.
///
/// Memory: some bytes a ticker, whatever the rows are.
///
/// Source: `docs/spec.md`, BAR-1 to BAR-3.
struct BarAudit: Sendable {
  /// The fewest rows that are judged as a whole: fewer can look so by chance.
  static let judgedRowCount = 10

  private let dataType: MarketDataType
  private let isStrict: Bool
  /// The field that a doubtful row is known by.
  private let tickerField: Int

  private var tickers = SeenTickers()
  /// The last instant of each ticker, by its number.
  private var lastInstants: [Int64] = []
  private var lastTicker = -1
  private var rowCount = 0
  private var counts = DoubtfulBars()
  private var optionTickerCount = 0
  /// Whether no ticker has a second row, and all rows have one instant.
  private var hasOneInstant = true
  private var onlyInstant: Int64?
  /// The bounds of all instants, as long as none is of the date.
  private var outsideBounds: ClosedRange<Int64>?
  private var isOutside = true

  init(plan: ReadPlan, binding: HeaderBinding) {
    dataType = plan.dataType
    isStrict = plan.options.strictBars
    tickerField = binding.positions[.ticker] ?? 0
  }

  /// Takes up the next rows. Returns the first of them that is doubtful, where that is an error;
  /// its line counts as ``BarFacts/lines`` do.
  mutating func take(_ facts: BarFacts) -> CSVError? {
    if facts.rowCount == 0 { return nil }
    rowCount += facts.rowCount
    counts.repeatedKeys += facts.repeatedCount
    counts.unorderedRows += facts.unorderedCount
    counts.inconsistentBars += facts.inconsistentCount
    optionTickerCount += facts.optionTickerCount
    isOutside = isOutside && facts.outsideBounds != nil
    if isOutside, let bounds = facts.outsideBounds {
      outsideBounds =
        outsideBounds.map {
          min($0.lowerBound, bounds.lowerBound)...max($0.upperBound, bounds.upperBound)
        } ?? bounds
    }
    let first = takeRuns(of: facts)
    guard isStrict else { return nil }
    let found = [first, facts.firstDoubt].compactMap { $0 }.min { $0.row < $1.row }
    return found.flatMap { error(for: $0.doubt, row: $0.row, of: facts) }
  }

  /// Compares each run with the rows before it. Returns the first that is doubtful for them.
  private mutating func takeRuns(of facts: BarFacts) -> (row: Int, doubt: BarDoubt)? {
    var firstDoubt: (row: Int, doubt: BarDoubt)?
    let texts = facts.tickers.bytes.span
    // A dictionary's tickers are looked up once a batch; -1 stands for one that was not.
    var numbers = [Int](repeating: -1, count: facts.hasDictionary ? facts.tickers.count : 0)
    for run in facts.runs {
      let place = Int(run.ticker)
      var number = facts.hasDictionary ? numbers[place] : -1
      var isNew = false
      if number < 0 {
        (number, isNew) = tickers.number(of: texts, facts.tickers.range(place))
        if facts.hasDictionary { numbers[place] = number }
      }
      if isNew {
        lastInstants.append(run.last)
        if onlyInstant == nil { onlyInstant = run.first }
        if run.first != onlyInstant { hasOneInstant = false }
      } else {
        hasOneInstant = false
        let isRepeated = dataType.isDaily || run.first == lastInstants[number]
        let isUnordered = number != lastTicker || run.first < lastInstants[number]
        counts.repeatedKeys += isRepeated ? 1 : 0
        counts.unorderedRows += isUnordered ? 1 : 0
        if firstDoubt == nil, isRepeated || isUnordered {
          firstDoubt = (Int(run.row), isRepeated ? .repeated : .unordered)
        }
        lastInstants[number] = run.last
      }
      lastTicker = number
    }
    // A run of several rows of one new ticker.
    if facts.runs.count < facts.rowCount { hasOneInstant = false }
    return firstDoubt
  }

  private func error(for doubt: BarDoubt, row: Int, of facts: BarFacts) -> CSVError? {
    guard let run = facts.run(of: row) else { return nil }
    let ticker = facts.tickers.bytes[facts.tickers.range(Int(run.ticker))]
    return CSVError(
      reason: .field(.doubtful(doubt.reason(in: dataType))), line: facts.lines[row],
      fieldIndex: tickerField, token: Array(ticker))
  }
}

extension BarAudit {
  /// Whether all rows look like those of the other frequency: minute bars among daily ones, or
  /// daily bars among minute ones.
  private var isOfOtherFrequency: Bool {
    guard rowCount >= Self.judgedRowCount else { return false }
    return dataType.isDaily ? counts.repeatedKeys > rowCount / 2 : hasOneInstant
  }

  /// The error that the input as a whole is, where doubtful bars are one and no row alone was.
  func wholeInputError() -> IngestError? {
    guard isStrict, isOfOtherFrequency else { return nil }
    return IngestError(
      code: .doubtfulBar,
      message: "no ticker has a second row and all \(rowCount) rows have one instant: this is no "
        + "file of minute bars")
  }

  /// What was found in all.
  func findings(date: CalendarDate, profile: Profile) -> BarFindings {
    var counts = self.counts
    counts.wrongTypeRows = isOfOtherFrequency ? rowCount : optionTickerCount
    return BarFindings(
      counts: counts, rowCount: rowCount, isOfOtherFrequency: isOfOtherFrequency,
      unit: isOutside ? outsideBounds.flatMap { StampUnit($0, of: date, profile) } : nil)
  }
}

extension BarDoubt {
  /// What is said of a row for people.
  fileprivate func reason(in dataType: MarketDataType) -> String {
    switch self {
    case .wrongType: "this is the ticker of an option, and the bars are of stocks"
    case .inconsistent: "the bar's prices contradict each other, are below zero or missing"
    case .repeated:
      dataType.isDaily
        ? "the ticker has a row already" : "the ticker's row before has the same instant"
    case .unordered:
      "the ticker comes back after others, or its instant is before that of its row before"
    }
  }
}
