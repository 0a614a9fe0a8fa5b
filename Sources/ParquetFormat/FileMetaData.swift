/// The footer: the schema of a file and the places of its row groups.
///
/// Source: `parquet.thrift`, `FileMetaData`.
package struct FileMetaData: Hashable, Sendable {
  /// `version`.
  package var version: Int32
  /// The nodes of the tree, parents before children; the first is the root (`schema`).
  package var schema: [SchemaElement]
  /// `num_rows`.
  package var rowCount: Int64
  /// `row_groups`.
  package var rowGroups: [RowGroup]
  /// `key_value_metadata`.
  package var keyValueMetadata: [KeyValue]?
  /// The writer, in the form `NAME version X (build Y)` (`created_by`).
  package var createdBy: String?
  /// The order of the bounds of each leaf (`column_orders`).
  package var columnOrders: [ColumnOrder]?

  package init(
    version: Int32, schema: [SchemaElement], rowCount: Int64, rowGroups: [RowGroup],
    keyValueMetadata: [KeyValue]? = nil, createdBy: String? = nil,
    columnOrders: [ColumnOrder]? = nil
  ) {
    self.version = version
    self.schema = schema
    self.rowCount = rowCount
    self.rowGroups = rowGroups
    self.keyValueMetadata = keyValueMetadata
    self.createdBy = createdBy
    self.columnOrders = columnOrders
  }

  package func write(to thrift: inout CompactWriter) {
    FooterTemplate(self).write(rowCount: rowCount, rowGroups: rowGroups, to: &thrift)
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var version: Int32?
    var schema: [SchemaElement]?
    var rowCount: Int64?
    var rowGroups: [RowGroup]?
    var keyValueMetadata: [KeyValue]?
    var createdBy: String?
    var columnOrders: [ColumnOrder]?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: version = try thrift.integer(field)
      case 2: schema = try thrift.list(field, of: .structure, SchemaElement.init)
      case 3: rowCount = try thrift.integer(field)
      case 4: rowGroups = try thrift.list(field, of: .structure, RowGroup.init)
      case 5: keyValueMetadata = try thrift.list(field, of: .structure, KeyValue.init)
      case 6: createdBy = try thrift.string(field)
      case 7: columnOrders = try thrift.list(field, of: .structure, ColumnOrder.init)
      default: try thrift.skip(field)
      }
    }
    self.version = try thrift.required(version, 1, of: "FileMetaData")
    self.schema = try thrift.required(schema, 2, of: "FileMetaData")
    self.rowCount = try thrift.required(rowCount, 3, of: "FileMetaData")
    self.rowGroups = try thrift.required(rowGroups, 4, of: "FileMetaData")
    self.keyValueMetadata = keyValueMetadata
    self.createdBy = createdBy
    self.columnOrders = columnOrders
  }
}

/// Footers that differ in their rows, and perhaps in a pair of metadata: everything else is encoded
/// once for all of them.
package struct FooterTemplate: Sendable {
  /// The fields before the rows.
  private var start = CompactWriter()
  /// The elements of `key_value_metadata`; nil if it is absent.
  private var pairs: [[UInt8]]?
  private let createdBy: String?
  /// The elements of `column_orders`; nil if it is absent.
  private let columnOrders: [[UInt8]]?

  /// A template of footers like `metadata`, whose rows have no meaning here.
  package init(_ metadata: FileMetaData) {
    start.i32(field: 1, metadata.version)
    start.list(field: 2, of: .structure, metadata.schema) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
    pairs = metadata.keyValueMetadata.map { $0.map(Self.bytes(of:)) }
    createdBy = metadata.createdBy
    columnOrders = metadata.columnOrders.map { orders in
      orders.map { order in CompactWriter.bytes { order.write(to: &$0) } }
    }
  }

  private static func bytes(of pair: KeyValue) -> [UInt8] {
    CompactWriter.bytes { pair.write(to: &$0) }
  }

  /// The first bytes of each footer, which hold the version and the schema.
  package var schemaBytes: [UInt8] { start.bytes }

  /// What makes ``schemaBytes`` a footer: `num_rows` 0, a list of no row groups, and the end of the
  /// structure. It is written out, because it must not depend on what it completes.
  package static let endWithoutRows: [UInt8] = [0x16, 0, 0x19, 0x0C, 0]

  /// Inserts a pair as element `index` of the metadata.
  package mutating func insert(_ pair: KeyValue, at index: Int) {
    var pairs = pairs ?? []
    pairs.insert(Self.bytes(of: pair), at: index)
    self.pairs = pairs
  }

  /// Writes the footer of a file with these rows.
  package func write(rowCount: Int64, rowGroups: [RowGroup], to thrift: inout CompactWriter) {
    thrift.fields(start)
    thrift.i64(field: 3, rowCount)
    thrift.list(field: 4, of: .structure, rowGroups) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
    if let pairs { thrift.list(field: 5, of: .structure, pairs) { $0.element(encoded: $1) } }
    if let createdBy { thrift.string(field: 6, createdBy) }
    if let columnOrders {
      thrift.list(field: 7, of: .structure, columnOrders) { $0.element(encoded: $1) }
    }
  }
}
