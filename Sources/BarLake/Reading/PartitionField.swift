internal import BarLakeCSV

/// Finds the partition value of a record: its symbol, or for options its underlying. If the file
/// has the column `underlying` and the field is not empty, the value is the field. Otherwise it is
/// the root in the ticker, or the whole ticker if it is not that of a contract.
///
/// Source: `docs/spec.md`, TYPE-13 and TYPE-14.
struct PartitionField: Sendable {
  private let tickerPosition: Int
  /// The position of column `underlying`, if a file of options has it.
  private let underlyingPosition: Int?
  private let isOption: Bool

  init(_ binding: HeaderBinding, dataType: MarketDataType) {
    tickerPosition = binding.positions[.ticker] ?? 0
    underlyingPosition = binding.positions[.underlying]
    isOption = dataType.isOption
  }

  /// The range of the record's ticker.
  func ticker(_ index: RecordIndex, row: Int) -> Range<Int> {
    index.range(row: row, column: tickerPosition)
  }

  /// The position of the field that the value comes from, and the range of that field.
  func source(_ index: RecordIndex, row: Int) -> (position: Int, range: Range<Int>) {
    if let underlyingPosition {
      let given = index.range(row: row, column: underlyingPosition)
      if !given.isEmpty { return (underlyingPosition, given) }
    }
    return (tickerPosition, ticker(index, row: row))
  }

  /// The range of the value in `source`, the field that it comes from.
  func value(
    of text: Span<UInt8>, in source: (position: Int, range: Range<Int>)
  ) -> Range<Int> {
    guard isOption, source.position == tickerPosition else { return source.range }
    let (start, end) = (source.range.lowerBound, source.range.upperBound)
    return OptionContract(text, start, end)?.root ?? source.range
  }

  /// Whether the value is the ticker in every record.
  var isTicker: Bool { !isOption }

  /// Whether records with the same ticker have the same value.
  var followsTicker: Bool { underlyingPosition == nil }
}
