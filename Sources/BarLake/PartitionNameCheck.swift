internal import CSV

/// Finds records whose partition has no directory name, before any row of them is kept.
struct PartitionNameCheck {
  private let key: PartitionKey
  private let tickerPosition: Int
  /// The position of column `underlying`, in files of options that have it.
  private let underlyingPosition: Int?
  private let isOption: Bool

  init(_ key: PartitionKey, binding: HeaderBinding, dataType: MarketDataType) {
    self.key = key
    tickerPosition = binding.positions[.ticker] ?? 0
    underlyingPosition = binding.positions[.underlying]
    isOption = dataType.isOption
  }

  /// The first record of `selection`, left unread ones aside, whose partition cannot be named.
  func firstFailure(
    _ index: RecordIndex, of text: Span<UInt8>, _ selection: RowSelection
  ) -> RecordFailure? {
    for row in selection.rows {
      if selection.skipsDropped, !(selection.isKept?[row] ?? true) { continue }
      let (position, value) = value(index, of: text, row: row)
      // Nearly every value is short.
      guard value.count > key.safeByteCount || value.count == PartitionKey.readersNull.count else {
        continue
      }
      if key.directoryName(value.map { text[$0] }) == nil {
        return RecordFailure(row: row, position: position, reason: .unnamable)
      }
    }
    return nil
  }

  /// Where the partition's value lies, and the position of the field that gives it.
  private func value(
    _ index: RecordIndex, of text: Span<UInt8>, row: Int
  ) -> (position: Int, value: Range<Int>) {
    if let underlyingPosition {
      let given = index.range(row: row, column: underlyingPosition)
      if !given.isEmpty { return (underlyingPosition, given) }
    }
    let ticker = index.range(row: row, column: tickerPosition)
    // Reading the contract can be left out where even the whole ticker has a name.
    if isOption, ticker.count > key.safeByteCount || ticker.count >= PartitionKey.readersNull.count,
      let contract = OptionContract(text, ticker.lowerBound, ticker.upperBound)
    {
      return (tickerPosition, contract.root)
    }
    return (tickerPosition, ticker)
  }
}
