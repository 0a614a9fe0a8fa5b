/// Whether the minima and the maxima of the pages both ascend or both descend.
///
/// Source: `parquet.thrift`, `BoundaryOrder`.
package struct BoundaryOrder: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let unordered = BoundaryOrder(rawValue: 0)
  package static let ascending = BoundaryOrder(rawValue: 1)
  package static let descending = BoundaryOrder(rawValue: 2)

  package static let names = [
    "UNORDERED", "ASCENDING", "DESCENDING",
  ]
}
