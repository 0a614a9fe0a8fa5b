package import BarLakeAudit
package import BarLakeCSV
internal import BarLakeColumnar

/// Finds doubtful bars with ``BarHistory``. In a strict call the first is an error; in any call all
/// are findings.
///
/// Source: `docs/spec.md`, BAR-1 to BAR-3.
package struct BarAudit: Sendable {
  private let dataType: MarketDataType
  private let isStrict: Bool
  /// The field whose text identifies a doubtful row.
  private let tickerField: Int
  private var history: BarHistory

  /// An audit of bars whose ticker is field `tickerField` (from 0) of a record.
  package init(dataType: MarketDataType, isStrict: Bool, tickerField: Int) {
    self.dataType = dataType
    self.isStrict = isStrict
    self.tickerField = tickerField
    history = BarHistory(rules: AuditRules(dataType))
  }

  init(plan: ReadPlan, binding: HeaderBinding) {
    self.init(
      dataType: plan.dataType, isStrict: plan.options.strictBars,
      tickerField: binding.positions[.ticker] ?? 0)
  }

  /// Takes the facts of the next rows. Returns the first doubtful row if doubtful rows are errors;
  /// its line counts as ``BarFacts/lines`` do.
  package mutating func take(_ facts: BarFacts) -> CSVError? {
    guard let (row, doubt) = history.take(facts), isStrict else { return nil }
    return CSVError(
      reason: .field(.doubtful(doubt.reason(in: dataType))), line: facts.lines[row],
      fieldIndex: tickerField, token: facts.ticker(of: row))
  }

  /// The error for the whole input, if doubtful bars are errors and no single row was one.
  func wholeInputError() -> IngestError? {
    guard isStrict, history.isOfOtherFrequency else { return nil }
    return IngestError(
      code: .doubtfulBar,
      message: "no ticker has a second row and all \(history.rowCount) rows have one instant: this "
        + "is no file of minute bars")
  }

  /// The findings for all batches.
  package func findings(date: CalendarDate, profile: Profile) -> BarFindings {
    var counts = DoubtfulBars()
    counts.repeatedKeys = history.repeatedCount
    counts.unorderedRows = history.unorderedCount
    counts.inconsistentBars = history.inconsistentCount
    counts.wrongTypeRows =
      history.isOfOtherFrequency ? history.rowCount : history.otherTickerCount
    return BarFindings(
      counts: counts, rowCount: history.rowCount, isOfOtherFrequency: history.isOfOtherFrequency,
      unit: history.outsideBounds.flatMap { StampUnit($0, of: date, profile) })
  }
}

extension AuditRules {
  /// The rules of a data type. No ticker of a stock begins like that of an option.
  package init(_ dataType: MarketDataType) {
    self.init(
      isDaily: dataType.isDaily,
      otherTickerStart: dataType.isOption ? nil : OptionContract.tickerStart)
  }
}

extension AuditedColumns {
  /// The audited columns among the columns of a file, which has all of them.
  init(_ columns: [BarColumn: Column]) {
    guard let ticker = columns[.ticker], let instant = columns[.windowStart],
      let open = columns[.open], let high = columns[.high], let low = columns[.low],
      let close = columns[.close]
    else { preconditionFailure("bars have a ticker, an instant and prices") }
    self.init(ticker: ticker, instant: instant, open: open, high: high, low: low, close: close)
  }
}

extension BarDoubt {
  /// Why the row is doubtful, for people.
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
