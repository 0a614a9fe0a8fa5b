internal import BarLakeBytes

/// The doubtful bars of an input, for its result and for the log.
package struct BarFindings: Equatable, Sendable {
  package var counts: DoubtfulBars
  /// Rows written.
  var rowCount: Int
  /// Whether all rows look like daily bars in a minute type, or like minute bars in a daily type.
  var isOfOtherFrequency: Bool
  /// The likely unit of the timestamps. Nil if some are of the date when they are read as
  /// nanoseconds, or if no unit makes all of them be of the date.
  var unit: StampUnit?

  /// The warnings, one line for each kind of doubtful bar.
  ///
  /// Source: `docs/spec.md`, BAR-2.1.
  func warnings(_ dataType: MarketDataType, _ date: CalendarDate) -> [String] {
    func rows(_ count: Int) -> String { "\(CountText.text(count, "row")) of \(date)" }
    var warnings: [String] = []
    if isOfOtherFrequency {
      warnings.append(
        dataType.isDaily
          ? "more than half of the \(rowCount) rows of \(date) repeat a ticker: is this a file of "
            + "minute bars?"
          : "each of the \(rowCount) rows of \(date) has another ticker, and all have the same "
            + "instant: is this a file of daily bars?")
    } else if counts.wrongTypeRows > 0 {
      warnings.append(
        "\(rows(counts.wrongTypeRows)) with tickers of options, O:…: is this a file of options?")
    }
    if counts.repeatedKeys > 0 {
      let key = dataType.isDaily ? "the ticker" : "the ticker and the instant"
      warnings.append(
        "\(rows(counts.repeatedKeys)) with \(key) of an earlier row: does the file hold its rows "
          + "twice?")
    }
    if counts.unorderedRows > 0 {
      warnings.append(
        "\(rows(counts.unorderedRows)) with a ticker that returns after others, or an "
          + "earlier instant than the row before: was the file sorted or joined from parts?")
    }
    if counts.inconsistentBars > 0 {
      warnings.append(
        "\(rows(counts.inconsistentBars)) with prices that contradict each other, are "
          + "below zero or missing: are the columns named correctly?")
    }
    return warnings
  }
}
