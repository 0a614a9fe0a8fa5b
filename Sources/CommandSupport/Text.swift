internal import BarLakeBytes

/// Numbers as text for people.
package enum Text {
  /// `value` with exactly `digits` digits after the point, rounded.
  package static func fixed(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let scaled = (value * scale).rounded()
    guard scaled.magnitude < 9e15 else { return "\(value)" }
    let number = String(Int(scaled.magnitude))
    let padded = String(repeating: "0", count: max(digits + 1 - number.count, 0)) + number
    let sign = scaled < 0 ? "-" : ""
    return "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
  }

  /// `number`, at least 0, with a comma before each three digits.
  package static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      String(digits[max(end - 3, 0)..<end])
    }
    return groups.reversed().joined(separator: ",")
  }

  /// A number and its noun, such as `1 date` and `2 dates`.
  package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    CountText.text(number, noun, plural: plural)
  }

  /// As ``count(_:_:plural:)``, for a number of at least 0, with a comma before each three digits.
  package static func groupedCount(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(number == 1 ? noun : noun + "s")"
  }

  package static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// A table. Each column is as wide as its widest cell, and lines have no trailing blanks. All
  /// rows have the same number of cells. Cells of the column `firstNumber` and those after it stand
  /// at the right end of their column.
  package static func table(_ rows: [[String]], numbersFrom firstNumber: Int = .max) -> String {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, pair in
        let blanks = String(repeating: " ", count: pair.1 - pair.0.count)
        return column < firstNumber ? pair.0 + blanks : blanks + pair.0
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
