/// The bounds of each data page of a column chunk. Every list has one element per page.
///
/// Source: `parquet.thrift`, `ColumnIndex`.
package struct ColumnIndex: Hashable, Sendable {
  /// Whether the page holds only nulls; its bounds are then empty (`null_pages`).
  package var nullPages: [Bool]
  /// In the encoding that statistics use for bounds (`min_values`).
  package var minValues: [[UInt8]]
  /// `max_values`.
  package var maxValues: [[UInt8]]
  /// `boundary_order`.
  package var boundaryOrder: BoundaryOrder
  /// `null_counts`.
  package var nullCounts: [Int64]?

  package init(
    nullPages: [Bool], minValues: [[UInt8]], maxValues: [[UInt8]], boundaryOrder: BoundaryOrder,
    nullCounts: [Int64]? = nil
  ) {
    self.nullPages = nullPages
    self.minValues = minValues
    self.maxValues = maxValues
    self.boundaryOrder = boundaryOrder
    self.nullCounts = nullCounts
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.list(field: 1, of: .true, nullPages) { $0.element($1) }
    thrift.list(field: 2, of: .binary, minValues) { $0.element($1) }
    thrift.list(field: 3, of: .binary, maxValues) { $0.element($1) }
    thrift.enumeration(field: 4, boundaryOrder)
    if let nullCounts { thrift.list(field: 5, of: .i64, nullCounts) { $0.element($1) } }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var nullPages: [Bool]?
    var minValues: [[UInt8]]?
    var maxValues: [[UInt8]]?
    var boundaryOrder: BoundaryOrder?
    var nullCounts: [Int64]?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1:
        nullPages = try thrift.list(field, of: .true) { (thrift) throws(ThriftError) in
          try thrift.boolElement()
        }
      case 2:
        minValues = try thrift.list(field, of: .binary) { (thrift) throws(ThriftError) in
          try thrift.binaryElement()
        }
      case 3:
        maxValues = try thrift.list(field, of: .binary) { (thrift) throws(ThriftError) in
          try thrift.binaryElement()
        }
      case 4: boundaryOrder = try thrift.enumeration(field)
      case 5:
        nullCounts = try thrift.list(field, of: .i64) { (thrift) throws(ThriftError) in
          try thrift.integerElement()
        }
      default: try thrift.skip(field)
      }
    }
    self.nullPages = try thrift.required(nullPages, 1, of: "ColumnIndex")
    self.minValues = try thrift.required(minValues, 2, of: "ColumnIndex")
    self.maxValues = try thrift.required(maxValues, 3, of: "ColumnIndex")
    self.boundaryOrder = try thrift.required(boundaryOrder, 4, of: "ColumnIndex")
    self.nullCounts = nullCounts
  }
}
