internal import CSV

/// Which records of a flat file a symbol filter keeps, told before their fields are read.
struct RecordFilter: Sendable {
  private let filter: SymbolFilter
  private let tickerPosition: Int
  /// The position of column `underlying`, in files of options that have it.
  private let underlyingPosition: Int?
  private let isOption: Bool

  init(_ filter: SymbolFilter, binding: HeaderBinding, dataType: MarketDataType) {
    self.filter = filter
    tickerPosition = binding.positions[.ticker] ?? 0
    underlyingPosition = binding.positions[.underlying]
    isOption = dataType.isOption
  }

  /// Whether each record of `rows` is kept, by its number in the index; the others are not looked
  /// at. Consecutive records with the same ticker are looked up once.
  func isKept(_ index: RecordIndex, of text: Span<UInt8>, rows: Range<Int>) -> [Bool] {
    var isKept = [Bool](repeating: false, count: rows.upperBound)
    var last: (ticker: Range<Int>, isKept: Bool)?
    for row in rows {
      let ticker = index.range(row: row, column: tickerPosition)
      if let last, underlyingPosition == nil, isEqual(text, last.ticker, ticker) {
        isKept[row] = last.isKept
      } else {
        isKept[row] = matches(index, of: text, row: row, ticker: ticker)
        last = (ticker, isKept[row])
      }
    }
    return isKept
  }

  private func matches(
    _ index: RecordIndex, of text: Span<UInt8>, row: Int, ticker: Range<Int>
  ) -> Bool {
    if filter.contains(text.extracting(ticker)) { return true }
    guard isOption else { return false }
    if let underlyingPosition {
      let given = index.range(row: row, column: underlyingPosition)
      if !given.isEmpty { return filter.contains(text.extracting(given)) }
    }
    guard let contract = OptionContract(text, ticker.lowerBound, ticker.upperBound) else {
      return false
    }
    return filter.contains(text.extracting(contract.root))
  }

  private func isEqual(_ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count
      && (0..<left.count).allSatisfy {
        text[left.lowerBound + $0] == text[right.lowerBound + $0]
      }
  }
}
