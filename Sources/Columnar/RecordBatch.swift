/// Some rows, stored as columns of `rowCount` rows each.
///
/// Source: Arrow `format/Glossary.rst`, "record batch".
public struct RecordBatch: Sendable {
  /// The columns, in the order of their schema.
  public var columns: [Column]
  /// The number of rows of every column.
  public var rowCount: Int

  /// Makes a batch of columns that each have `rowCount` rows.
  public init(columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }
}

/// Some consecutive rows of a batch, without a copy of them.
public struct BatchSlice: Sendable {
  /// The batch that holds the rows.
  public var batch: RecordBatch
  /// The range of rows in the batch, from 0.
  public var rows: Range<Int>
  /// The columns of the batch that are stored outside of memory, if any.
  package var outside: OutsideColumns?

  /// The rows `rows` of `batch`, which must exist.
  public init(_ batch: RecordBatch, rows: Range<Int>) {
    self.batch = batch
    self.rows = rows
  }

  /// All rows of `batch`.
  public init(_ batch: RecordBatch) {
    self.init(batch, rows: 0..<batch.rowCount)
  }
}

extension [BatchSlice] {
  /// The number of rows of all slices.
  package var rowCount: Int { reduce(0) { $0 + $1.rows.count } }
}
