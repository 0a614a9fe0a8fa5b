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
    thrift.i32(field: 1, version)
    thrift.list(field: 2, of: .structure, schema) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
    thrift.i64(field: 3, rowCount)
    thrift.list(field: 4, of: .structure, rowGroups) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
    if let keyValueMetadata {
      thrift.list(field: 5, of: .structure, keyValueMetadata) { thrift, element in
        thrift.element { element.write(to: &$0) }
      }
    }
    if let createdBy { thrift.string(field: 6, createdBy) }
    if let columnOrders {
      thrift.list(field: 7, of: .structure, columnOrders) { thrift, element in
        thrift.element { element.write(to: &$0) }
      }
    }
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
