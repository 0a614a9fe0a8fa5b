internal import BarLakeBytes
internal import BarLakeCSV

/// Decides which records of a flat file a symbol filter keeps, before their fields are parsed. A
/// filter is used by one thread only.
struct RecordFilter {
  private let filter: SymbolFilter
  private let field: PartitionField
  private let matches: SymbolMatches?
  /// Which symbols this filter has already recorded in `matches`.
  private var isNoted: [Bool]

  init(_ filter: SymbolFilter, of field: PartitionField, noting matches: SymbolMatches?) {
    self.filter = filter
    self.field = field
    self.matches = matches
    isNoted = [Bool](repeating: false, count: filter.symbols.count)
  }

  /// Whether each record of `rows` is kept, by its number in the index; other records are not
  /// checked. Consecutive records with the same ticker and the same source of the underlying are
  /// looked up once.
  mutating func isKept(_ index: RecordIndex, of text: Span<UInt8>, rows: Range<Int>) -> [Bool] {
    var isKept = [Bool](repeating: false, count: rows.upperBound)
    var last: (ticker: Range<Int>, source: Source, isKept: Bool)?
    for row in rows {
      let ticker = field.ticker(index, row: row)
      if let last, TextBytes.areEqual(text, last.ticker, text, ticker),
        field.followsTicker || isEqual(text, last.source, field.source(index, row: row))
      {
        isKept[row] = last.isKept
      } else {
        let source = field.source(index, row: row)
        isKept[row] = matches(text, ticker: ticker, source: source)
        last = (ticker, source, isKept[row])
      }
    }
    return isKept
  }

  private typealias Source = (position: Int, range: Range<Int>)

  private func isEqual(_ text: Span<UInt8>, _ left: Source, _ right: Source) -> Bool {
    left.position == right.position
      && TextBytes.areEqual(text, left.range, text, right.range)
  }

  /// Whether the ticker or the underlying is in the filter. Records each symbol the first time.
  private mutating func matches(
    _ text: Span<UInt8>, ticker: Range<Int>, source: Source
  ) -> Bool {
    var isMatch = note(filter.place(of: text.extracting(ticker)))
    if !field.isTicker {
      let value = field.value(of: text, in: source)
      if note(filter.place(of: text.extracting(value))) { isMatch = true }
    }
    return isMatch
  }

  private mutating func note(_ place: Int?) -> Bool {
    guard let place else { return false }
    if !isNoted[place] {
      isNoted[place] = true
      matches?.note(place)
    }
    return true
  }
}
