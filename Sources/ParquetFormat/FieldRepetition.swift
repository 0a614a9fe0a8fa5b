/// How often a field occurs in its parent.
///
/// Source: `parquet.thrift`, `FieldRepetitionType`.
package struct FieldRepetition: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let required = FieldRepetition(rawValue: 0)
  package static let optional = FieldRepetition(rawValue: 1)
  package static let repeated = FieldRepetition(rawValue: 2)

  package static let names = [
    "REQUIRED", "OPTIONAL", "REPEATED",
  ]
}
