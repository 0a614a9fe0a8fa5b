/// Which field of a record belongs to which column.
package struct HeaderBinding: Sendable {
  /// What a header says wrong; lines are not known here.
  package enum Failure: Error, Equatable {
    /// A column as the header spells it the first time and the second time.
    case duplicate(column: String, first: String)
    case missing([BarColumn])
  }

  /// The header's fields as they are spelled.
  package let names: [String]
  /// The position in a record, from 0, of each column of bars that the file has.
  private(set) var positions: [BarColumn: Int] = [:]
  /// The position in a record of each extra column, in the order of the options; nil for those
  /// that the file does not have, whose rows are null.
  private(set) var extraPositions: [Int?]
  /// The names of the extra columns that the file does not have, in the order of the options.
  private(set) var missingExtraNames: [String] = []
  /// Names that mean nothing to us, as they are spelled, in the header's order.
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
