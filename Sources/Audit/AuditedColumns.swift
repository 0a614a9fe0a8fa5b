package import BarLakeColumnar

/// The columns that show whether a row is doubtful: a text, an integer, and four prices of one
/// floating-point type. Each has at least the rows that are audited.
package struct AuditedColumns: Sendable {
  var ticker: Column
  var instant: Column
  var open: Column
  var high: Column
  var low: Column
  var close: Column

  package init(
    ticker: Column, instant: Column, open: Column, high: Column, low: Column, close: Column
  ) {
    self.ticker = ticker
    self.instant = instant
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }
}
