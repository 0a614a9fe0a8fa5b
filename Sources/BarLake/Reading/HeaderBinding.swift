/// Assigns the fields of a record to columns.
package struct HeaderBinding: Sendable {
  /// Why a header is wrong. Line numbers are not known here.
  package enum Failure: Error, Equatable {
    /// A column that occurs twice, as the header spells it the first and the second time.
    case duplicate(column: String, first: String)
    case missing([BarColumn])
  }

  /// The fields of the header as they are spelled.
  package let names: [String]
  /// The position in a record, from 0, of each bar column that the file has.
  private(set) var positions: [BarColumn: Int] = [:]
  /// The position in a record of each extra column, in the order of the options. Nil for a column
  /// that the file lacks; its rows are null.
  private(set) var extraPositions: [Int?]
  /// The names of the extra columns that the file lacks, in the order of the options.
  private(set) var missingExtraNames: [String] = []
  /// Names that BarLake does not use, as they are spelled, in the order of the header.
  private(set) var ignoredNames: [String] = []

  package init(names: [String], dataType: MarketDataType, extraColumns: [ExtraColumn])
    throws(Failure)
  {
    self.names = names
    extraPositions = extraColumns.map { _ in nil }
    let recognised = BarColumn.recognised(for: dataType)
    let extraNames = extraColumns.map { ColumnName($0.name) }
    for (position, name) in names.enumerated() {
      let columnName = ColumnName(name)
      if let column = recognised.first(where: { $0.names.contains(columnName) }) {
        if let first = positions.updateValue(position, forKey: column) {
          throw .duplicate(column: name, first: names[first])
        }
      } else if let extra = extraNames.firstIndex(of: columnName) {
        if let first = extraPositions[extra] {
          throw .duplicate(column: name, first: names[first])
        }
        extraPositions[extra] = position
      } else {
        ignoredNames.append(name)
      }
    }
    missingExtraNames = zip(extraColumns, extraPositions).filter { $1 == nil }.map(\.0.name)
    let missing = BarColumn.required.filter { positions[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
  }

  package var fieldCount: Int { names.count }
}
