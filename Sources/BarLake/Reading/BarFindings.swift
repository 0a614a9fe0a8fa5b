/// What is doubtful about the bars of an input, for its result and for the log.
struct BarFindings: Equatable, Sendable {
  var counts: DoubtfulBars
  /// Rows written.
  var rowCount: Int
  /// Whether all rows look like daily bars among minute ones, or the other way round.
  var isOfOtherFrequency: Bool
  /// The unit of the stamps, where none is of the date and in this unit all would be.
  var unit: StampUnit?

  /// What is worth a warning, a line a kind.
  ///
  /// Source: `docs/spec.md`, BAR-2.1.
  func warnings(_ dataType: MarketDataType, _ date: CalendarDate) -> [String] {
    var warnings: [String] = []
    if isOfOtherFrequency {
      warnings.append(
        dataType.isDaily
          ? "more than half of the \(rowCount) rows of \(date) repeat a ticker: is this a file of "
            + "minute bars?"
          : "each of the \(rowCount) rows of \(date) is of another ticker and all are of one "
            + "instant: is this a file of daily bars?")
    } else if counts.wrongTypeRows > 0 {
      warnings.append(
        "\(counts.wrongTypeRows) rows of \(date) have tickers of options, O:…: is this a file of "
          + "options?")
    }
    if counts.repeatedKeys > 0 {
      warnings.append(
        dataType.isDaily
          ? "\(counts.repeatedKeys) rows of \(date) have a ticker that had a row before: is the "
            + "file put together twice?"
          : "\(counts.repeatedKeys) rows of \(date) have the ticker and the instant of a row "
            + "before: is the file put together twice?")
    }
    if counts.unorderedRows > 0 {
      warnings.append(
        "\(counts.unorderedRows) rows of \(date) are of a ticker that comes back after others, or "
          + "of an earlier instant than its row before: was the file sorted or put together?")
    }
    if counts.inconsistentBars > 0 {
      warnings.append(
        "\(counts.inconsistentBars) bars of \(date) have prices that contradict each other, are "
          + "below zero or missing: are the columns named right?")
    }
    return warnings
  }
}
