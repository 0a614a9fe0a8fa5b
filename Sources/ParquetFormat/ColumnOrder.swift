/// The order of a column's bounds.
///
/// Source: `parquet.thrift`, `ColumnOrder`.
package enum ColumnOrder: Hashable, Sendable {
  /// By the logical type, as the format defines (`TYPE_ORDER`).
  case typeDefined
  /// An order that this version of the format does not define, with its field id.
  case other(Int16)

  package func write(to thrift: inout CompactWriter) {
    switch self {
    case .typeDefined: thrift.structure(field: 1) { _ in }
    case .other(let id): thrift.structure(field: id) { _ in }
    }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var order: ColumnOrder?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      try thrift.emptyStructure(field)
      order = field.id == 1 ? .typeDefined : .other(field.id)
    }
    self = try thrift.required(order, 1, of: "ColumnOrder")
  }
}
