/// A table with aligned columns, for people.
struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  /// `rightAligned` are the columns of numbers, counted from 0.
  init(_ header: [String], rightAligned: Set<Int> = []) {
    rows = [header]
    self.rightAligned = rightAligned
  }

  /// Appends a row with as many cells as the header.
  mutating func append(_ row: [String]) { rows.append(row) }

  /// The lines, indented by two blanks. Columns that are empty in every row are left out.
  var lines: [String] {
    let shown = rows[0].indices.filter { column in
      rows.dropFirst().contains { !$0[column].isEmpty }
    }
    let widths = shown.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = "  "
      for (column, width) in zip(shown, widths) {
        let blanks = String(repeating: " ", count: width - row[column].count)
        line += rightAligned.contains(column) ? blanks + row[column] : row[column] + blanks
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
