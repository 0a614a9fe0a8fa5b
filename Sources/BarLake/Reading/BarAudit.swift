internal import BarLakeCSV
internal import BarLakeColumnar

/// Finds doubtful bars. It takes the facts of each batch in the order of the input, and adds what
/// only a comparison with earlier rows shows.
///
/// Memory: some bytes per ticker, whatever the rows are.
///
/// Source: `docs/spec.md`, BAR-1 to BAR-3.
struct BarAudit: Sendable {
  /// The fewest rows that are judged as a whole. Fewer rows can look like another data type by
  /// chance.
  static let judgedRowCount = 10

  private let dataType: MarketDataType
  private let isStrict: Bool
  /// The field that identifies a doubtful row.
  private let tickerField: Int

  private var tickers = SeenTickers()
  /// The last instant of each ticker, by its number.
  private var lastInstants: [Int64] = []
  private var lastTicker = -1
  private var rowCount = 0
  private var counts = DoubtfulBars()
  private var optionTickerCount = 0
  /// Whether no ticker has a second row, and all rows have the same instant.
  private var hasOneInstant = true
  private var onlyInstant: Int64?
  /// The bounds of all instants, while none is of the date.
  private var outsideBounds: ClosedRange<Int64>?
  private var isOutside = true

  init(plan: ReadPlan, binding: HeaderBinding) {
    dataType = plan.dataType
    isStrict = plan.options.strictBars
    tickerField = binding.positions[.ticker] ?? 0
  }

  /// Takes the facts of the next rows. Returns the first doubtful row if doubtful rows are errors;
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
    let first = takeTickerRows(of: facts)
    guard isStrict else { return nil }
    let found = [first, facts.firstDoubt].compactMap { $0 }.min { $0.row < $1.row }
    return found.flatMap { error(for: $0.doubt, row: $0.row, of: facts) }
  }

  /// Compares each element with the rows before it. Returns the first row that is doubtful because
  /// of them.
  private mutating func takeTickerRows(of facts: BarFacts) -> (row: Int, doubt: BarDoubt)? {
    var firstDoubt: (row: Int, doubt: BarDoubt)?
    let texts = facts.tickers.bytes.span
    // A ticker of a dictionary is looked up once per batch; -1 means not looked up yet.
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
        let isRepeated = dataType.isDaily || rows.first == lastInstants[number]
        let isUnordered = number != lastTicker || rows.first < lastInstants[number]
        counts.repeatedKeys += isRepeated ? 1 : 0
        counts.unorderedRows += isUnordered ? 1 : 0
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

  private func error(for doubt: BarDoubt, row: Int, of facts: BarFacts) -> CSVError? {
    guard let rows = facts.tickerRows(of: row) else { return nil }
    let ticker = facts.tickers.bytes[facts.tickers.range(Int(rows.ticker))]
    return CSVError(
      reason: .field(.doubtful(doubt.reason(in: dataType))), line: facts.lines[row],
      fieldIndex: tickerField, token: Array(ticker))
  }
}

extension BarAudit {
  /// Whether all rows look like those of the other frequency: minute bars in a daily type, or daily
  /// bars in a minute type.
  private var isOfOtherFrequency: Bool {
    guard rowCount >= Self.judgedRowCount else { return false }
    return dataType.isDaily ? counts.repeatedKeys > rowCount / 2 : hasOneInstant
  }

  /// The error of the input as a whole, if doubtful bars are errors and no single row was one.
  func wholeInputError(date: CalendarDate) -> IngestError? {
    guard isStrict, isOfOtherFrequency else { return nil }
    return IngestError(
      date: date.description, code: .doubtfulBar,
      message: "no ticker has a second row and all \(rowCount) rows have one instant: this is not "
        + "a file of minute bars")
  }

  /// What was found in all batches.
  func findings(date: CalendarDate, profile: Profile) -> BarFindings {
    var counts = self.counts
    counts.wrongTypeRows = isOfOtherFrequency ? rowCount : optionTickerCount
    return BarFindings(
      counts: counts, rowCount: rowCount, isOfOtherFrequency: isOfOtherFrequency,
      unit: isOutside ? outsideBounds.flatMap { StampUnit($0, of: date, profile) } : nil)
  }
}

extension BarDoubt {
  /// The reason for people.
  fileprivate func reason(in dataType: MarketDataType) -> String {
    switch self {
    case .wrongType: "this is the ticker of an option, but the data type is one of stocks"
    case .inconsistent: "the bar's prices contradict each other, are below zero or missing"
    case .repeated:
      dataType.isDaily
        ? "the ticker already has a row" : "the ticker's previous row has the same instant"
    case .unordered:
      "the ticker returns after others, or its instant is before that of its previous row"
    }
  }
}
