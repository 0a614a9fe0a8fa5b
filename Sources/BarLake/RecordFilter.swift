internal import CSV

/// Which records of a flat file a symbol filter keeps, told before their fields are read.
struct RecordFilter: Sendable {
  private let filter: SymbolFilter
  private let field: PartitionField

  init(_ filter: SymbolFilter, of field: PartitionField) {
    self.filter = filter
    self.field = field
  }

  /// Whether each record of `rows` is kept, by its number in the index; the others are not looked
  /// at. Consecutive records with the same ticker are looked up once.
  func isKept(_ index: RecordIndex, of text: Span<UInt8>, rows: Range<Int>) -> [Bool] {
    var isKept = [Bool](repeating: false, count: rows.upperBound)
    var last: (ticker: Range<Int>, isKept: Bool)?
    for row in rows {
      let ticker = field.ticker(index, row: row)
      if let last, field.followsTicker, isEqual(text, last.ticker, ticker) {
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
    if field.isTicker { return false }
    let value = field.value(of: text, in: field.source(index, row: row))
    return filter.contains(text.extracting(value))
  }

  private func isEqual(_ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count
      && (0..<left.count).allSatisfy {
        text[left.lowerBound + $0] == text[right.lowerBound + $0]
      }
  }
}
