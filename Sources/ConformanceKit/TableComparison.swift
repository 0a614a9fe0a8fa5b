internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat
package import BarLakeParquetReading

/// Compares the table in a Parquet file with the expected table.
package enum TableComparison {
  /// The first difference, or nil. Compares the names and types of the columns in order, then the
  /// rows in order, cell by cell and bit by bit, then the number of rows. `place` names the file.
  package static func firstDifference(
    of file: ParquetFile, from expected: ExpectedTable, at place: String
  ) -> Difference? {
    do throws(ParquetReadingError) {
      let columns = zip(file.leaves, try file.leafTypes()).map {
        FlatColumn(name: $0.name, type: $1)
      }
      if let difference = firstDifference(of: columns, from: expected.columns, at: place) {
        return difference
      }
      var firstRow = 0
      for index in file.metadata.rowGroups.indices {
        let batch = try file.readRowGroup(index)
        if let difference = firstDifference(
          of: batch, columns: columns, from: expected, firstRow: firstRow, at: place)
        {
          return difference
        }
        firstRow += batch.rowCount
      }
      if firstRow < expected.rows.count {
        return Difference("\(place), rows", expected: expected.rows.count, found: firstRow)
      }
      return nil
    } catch {
      return Difference(place, expected: "a readable table", found: error)
    }
  }

  /// A column of the file.
  private struct FlatColumn {
    var name: String
    var type: LeafType
  }

  private static func firstDifference(
    of columns: [FlatColumn], from expected: [ExpectedTable.Column], at place: String
  ) -> Difference? {
    for (index, column) in expected.enumerated() {
      let wanted = "\(column.name): \(column.type)"
      let found =
        index < columns.count ? "\(columns[index].name): \(columns[index].type)" : "no column"
      if !areEqual(wanted, found) {
        return Difference("\(place), column \(index + 1)", expected: wanted, found: found)
      }
    }
    if columns.count > expected.count {
      let names = columns[expected.count...].map(\.name).joined(separator: ", ")
      return Difference("\(place), columns", expected: "no more columns", found: names)
    }
    return nil
  }

  /// `firstRow` is the position of the batch's first row in the file, from 0.
  private static func firstDifference(
    of batch: RecordBatch, columns: [FlatColumn], from expected: ExpectedTable, firstRow: Int,
    at place: String
  ) -> Difference? {
    for row in 0..<batch.rowCount {
      guard firstRow + row < expected.rows.count else {
        return Difference(
          "\(place), rows", expected: expected.rows.count, found: "row \(firstRow + row + 1)")
      }
      let cells = expected.rows[firstRow + row]
      for (index, column) in columns.enumerated() {
        let found = CellText.text(batch.columns[index], row: row, type: column.type)
        if !areEqual(found, cells[index]) {
          var difference = Difference(
            "\(place), row \(firstRow + row + 1), column \(column.name)",
            expected: CellText.shown(cells[index], type: column.type),
            found: CellText.shown(found, type: column.type))
          difference.record = expected.record(ofRow: firstRow + row)
          return difference
        }
      }
    }
    return nil
  }

  /// Whether two texts have the same bytes or are both null. Texts that only Unicode treats as
  /// equal are different.
  static func areEqual(_ one: String?, _ other: String?) -> Bool {
    switch (one, other) {
    case (nil, nil): true
    case (let one?, let other?): one.utf8.elementsEqual(other.utf8)
    default: false
    }
  }
}

extension ExpectedTable {
  /// The record from which a row comes. Rows are in the order of the records.
  fileprivate func record(ofRow row: Int) -> RecordReference? {
    guard
      let column = columns.firstIndex(where: {
        $0.name.isSame(as: "ticker") || $0.name.isSame(as: "symbol")
      }), let ticker = rows[row][column]
    else { return nil }
    let number = rows[..<row].count { $0[column]?.isSame(as: ticker) == true }
    return RecordReference(ticker: ticker, number: number)
  }
}
