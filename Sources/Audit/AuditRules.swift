/// The rules of an audit that depend on the data type.
package struct AuditRules: Equatable, Sendable {
  /// Whether a ticker has one row per date, and not one per instant.
  var isDaily: Bool
  /// The common start of the tickers of another data type, which no ticker of these bars has; nil
  /// if there is none.
  var otherTickerStart: [UInt8]?

  package init(isDaily: Bool, otherTickerStart: [UInt8]?) {
    self.isDaily = isDaily
    self.otherTickerStart = otherTickerStart
  }
}
