package import BarLakeBytes

/// Flat files in memory.
package enum Bars {
  package static let header = "ticker,volume,open,close,high,low,window_start,transactions"
  /// New York's midnight of 2024-01-02, in nanoseconds.
  package static let midnight = 1_704_171_600_000_000_000

  /// A bar of `ticker`; `number` makes it different from others.
  package static func line(_ ticker: String, _ number: Int = 0) -> String {
    let cents = 1_000 + number % 9_000
    let price = "\(cents / 100).\(cents % 100 / 10)\(cents % 10)"
    return "\(ticker),\(100 + number % 50_000),\(price),\(price),\(price),\(price),"
      + "\(midnight + number % 960 * 60_000_000_000),\(1 + number % 300)"
  }

  package static func source(_ lines: [String]) -> ByteSource {
    .bytes(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// A header and one bar for each of `tickers`.
  package static func of(_ tickers: String...) -> ByteSource {
    source([header] + tickers.enumerated().map { line($1, $0) })
  }

  /// A file that cannot be ingested: its third line has no number where one should be.
  package static let wrong = source([header, line("A"), "B,x,1,1,1,1,\(midnight),1", line("C")])

  package static let few = of("A", "AAp", "BRK.B")
}
