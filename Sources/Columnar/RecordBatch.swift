/// Rows as columns, each of `rowCount` rows.
///
/// Source: Arrow `format/Glossary.rst`, "record batch".
public struct RecordBatch: Sendable {
  public var columns: [Column]
  public var rowCount: Int

  public init(columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }
}

/// Some consecutive rows of a batch, without a copy of them.
public struct BatchSlice: Sendable {
  public var batch: RecordBatch
  /// Rows of the batch, from 0.
  public var rows: Range<Int>

  public init(_ batch: RecordBatch, rows: Range<Int>) {
    self.batch = batch
    self.rows = rows
  }

  public init(_ batch: RecordBatch) {
    self.init(batch, rows: 0..<batch.rowCount)
  }
}
