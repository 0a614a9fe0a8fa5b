internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A table as text: the content that a file must have, or has.
///
/// A null cell is nil. Floating-point cells are their bits, `0x` and 8 or 16 hexadecimal digits.
/// Integers are decimal. Booleans are `true` or `false`. Dates are `YYYY-MM-DD`. Timestamps are
/// counts of their unit since 1970-01-01T00:00:00Z, and times are counts since midnight. Decimals
/// have all digits of their scale. UUIDs have their hyphens. Other bytes are hexadecimal after
/// `0x`.
package struct ExpectedTable: Equatable, Sendable {
  package struct Column: Equatable, Sendable {
    package var name: String
    /// The text of a `LeafType`, such as `float64` or `timestamp[us, UTC]`.
    package var type: String

    package init(name: String, type: String) {
      self.name = name
      self.type = type
    }
  }

  package var columns: [Column]
  /// The rows, with one cell per column.
  package var rows: [[String?]]
}

extension ExpectedTable {
  /// Loads a file of JSON lines: first the names and types of the columns, then one array per row.
  /// An object `{"times": …, "rows": […]}` repeats its rows; `{n}` in a cell is the number of the
  /// repetition, from 0.
  package static func load(_ path: String) throws(SuiteError) -> ExpectedTable {
    let bytes = try SuiteError.wrap { () throws(SystemError) in try FileSystem.read(path) }
    var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
    guard let header = lines.popFirst() else {
      throw SuiteError(path: path, problem: "the line of the columns is missing")
    }
    let decoder = JSONDecoder()
    do {
      let columns = try decoder.decode(Header.self, from: Data(header)).columns
      let rows = try lines.flatMap { try decoder.decode(Line.self, from: Data($0)).rows }
      if let row = rows.firstIndex(where: { $0.count != columns.count }) {
        throw SuiteError(
          path: path,
          problem: "row \(row + 1) has \(rows[row].count) cells for \(columns.count) columns")
      }
      return ExpectedTable(columns: columns, rows: rows)
    } catch let error as SuiteError {
      throw error
    } catch {
      throw SuiteError(path: path, problem: "\(error)")
    }
  }

  /// One line after the first: a row, or repeated rows.
  private struct Line: Decodable {
    var rows: [[String?]]

    private enum CodingKeys: String, CodingKey, CaseIterable { case times, rows }

    init(from decoder: any Decoder) throws {
      if let row = try? decoder.singleValueContainer().decode([String?].self) {
        rows = [row]
        return
      }
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      let repeated = try container.decode([[String?]].self, forKey: .rows)
      rows = (0..<(try container.decode(Int.self, forKey: .times))).flatMap { number in
        repeated.map { row in row.map { cell in cell.map { InputParts.numbered($0, number) } } }
      }
    }
  }

  private struct Header: Decodable {
    var columns: [Column]

    private enum CodingKeys: String, CodingKey, CaseIterable { case columns }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      columns = try container.decode([Column].self, forKey: .columns)
    }
  }
}

extension ExpectedTable.Column: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, type }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    type = try container.decode(String.self, forKey: .type)
  }
}
