package import Columnar

/// One column of a row group, as it comes: in slices of batches.
package struct ColumnSlices {
  package let name: String
  private let slices: [BatchSlice]
  private let column: Int
  /// Rows of all slices.
  package let rowCount: Int
  /// Nulls among them.
  package let nullCount: Int

  /// The column `column` (from 0) of the slices, which have `rowCount` rows together.
  package init(_ slices: [BatchSlice], column: Int, name: String, rowCount: Int) {
    self.slices = slices
    self.column = column
    self.name = name
    self.rowCount = rowCount
    var nullCount = 0
    for slice in slices {
      nullCount += slice.batch.columns[column].validity?.nullCount(in: slice.rows) ?? 0
    }
    self.nullCount = nullCount
  }

  /// Rows that hold a value.
  package var valueCount: Int { rowCount - nullCount }

  /// Calls `body` with the values, the validity and the rows of each slice, in order. The validity
  /// is nil where none of the rows is null.
  package func visit<Failure: Error>(
    _ body: (ColumnValues, Validity?, Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    for slice in slices where !slice.rows.isEmpty {
      let column = slice.batch.columns[column]
      let validity = nullCount == 0 || column.nullCount == 0 ? nil : column.validity
      try body(column.values, validity, slice.rows)
    }
  }

  /// Whether every slice shows one value in all its rows, without nulls.
  package var isConstantPerSlice: Bool {
    nullCount == 0
      && slices.allSatisfy {
        if case .repeated = $0.batch.columns[column].values { true } else { $0.rows.isEmpty }
      }
  }
}
