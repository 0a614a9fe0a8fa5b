/// What is right for the bars of an input, so far as it is not the same for all of them.
package struct AuditRules: Equatable, Sendable {
  /// Whether a ticker has one row a date, and not one an instant.
  var isDaily: Bool
  /// What the tickers of another data type begin with, and no ticker of these bars; nil if there is
  /// nothing of the kind.
  var otherTickerStart: [UInt8]?

  package init(isDaily: Bool, otherTickerStart: [UInt8]?) {
    self.isDaily = isDaily
    self.otherTickerStart = otherTickerStart
  }
}
