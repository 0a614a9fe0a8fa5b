internal import BarLakeBytes
package import BarLakeColumnar

/// One column of a row group, as slices of batches.
package struct ColumnSlices {
  package let name: String
  private let slices: [BatchSlice]
  private let column: Int
  /// The number of rows of all slices.
  package let rowCount: Int
  /// The number of nulls among these rows.
  package let nullCount: Int

  /// The column `column` (from 0) of the slices, which together have `rowCount` rows.
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

  /// The number of rows that hold a value.
  package var valueCount: Int { rowCount - nullCount }

  /// Calls `body` with the values, the validity and the rows of each slice, in order. The validity
  /// is nil if no row is null. Values outside of memory are read back only for the call.
  package func visit(
    _ body: (ColumnValues, Validity?, Range<Int>) throws(ParquetWritingError) -> Void
  ) throws(ParquetWritingError) {
    try visitWhile { values, validity, rows throws(ParquetWritingError) -> Bool in
      try body(values, validity, rows)
      return true
    }
  }

  /// Like ``visit(_:)``, until `body` returns false.
  package func visitWhile(
    _ body: (ColumnValues, Validity?, Range<Int>) throws(ParquetWritingError) -> Bool
  ) throws(ParquetWritingError) {
    for slice in slices where !slice.rows.isEmpty {
      let values: ColumnValues
      do throws(SystemError) {
        let outside = try slice.outside?.values(of: column)
        values = outside ?? slice.batch.columns[column].values
      } catch {
        throw .outside(error)
      }
      guard try body(values, validity(of: slice), slice.rows) else { return }
    }
  }

  /// Calls `body` with the validity and the rows of each slice, in order.
  package func visitValidity(_ body: (Validity?, Range<Int>) -> Void) {
    for slice in slices where !slice.rows.isEmpty { body(validity(of: slice), slice.rows) }
  }

  private func validity(of slice: BatchSlice) -> Validity? {
    let column = slice.batch.columns[column]
    return nullCount == 0 || column.nullCount == 0 ? nil : column.validity
  }

  /// Whether every slice shows one value in all its rows, without nulls.
  package var isConstantPerSlice: Bool {
    nullCount == 0
      && slices.allSatisfy {
        if case .repeated = $0.batch.columns[column].values { true } else { $0.rows.isEmpty }
      }
  }
}
