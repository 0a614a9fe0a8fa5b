internal import BarLakeCSV
internal import BarLakeHivePartitions

/// Finds records whose partition cannot name a folder, before any row of them is kept.
struct PartitionNameCheck {
  private let key: PartitionKey
  private let field: PartitionField

  init(_ key: PartitionKey, of field: PartitionField) {
    self.key = key
    self.field = field
  }

  /// The first record of `selection` whose partition cannot be named; records that the scan leaves
  /// unread are skipped.
  func firstFailure(
    _ index: RecordIndex, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    for row in selection.rows {
      if selection.skipsDropped, !(selection.isKept?[row] ?? true) { continue }
      let source = field.source(index, row: row)
      // Nearly every field is so short that each value in it has a name.
      if source.range.count <= key.folders.namedByteCount { continue }
      if key.folders.name(of: field.value(of: text, in: source).map { text[$0] }) == nil {
        return FieldFailure(row: row, column: source.position, reason: .unnamable)
      }
    }
    return nil
  }
}
