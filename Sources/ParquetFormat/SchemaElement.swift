/// A node of the schema. The schema is stored as a list, parents before children.
///
/// Source: `parquet.thrift`, `SchemaElement`.
package struct SchemaElement: Hashable, Sendable {
  /// Absent in groups (`type`).
  package var type: PhysicalType?
  /// The length of a value of fixed length in bytes (`type_length`).
  package var typeLength: Int32?
  /// Absent in the root (`repetition_type`).
  package var repetition: FieldRepetition?
  /// `name`.
  package var name: String
  /// Absent in leaves (`num_children`).
  package var childCount: Int32?
  /// `converted_type`.
  package var convertedType: ConvertedType?
  /// For decimals (`scale`).
  package var scale: Int32?
  /// For decimals (`precision`).
  package var precision: Int32?
  /// `field_id`.
  package var fieldID: Int32?
  /// `logicalType`.
  package var logicalType: LogicalType?

  package init(
    type: PhysicalType? = nil, typeLength: Int32? = nil, repetition: FieldRepetition? = nil,
    name: String, childCount: Int32? = nil, convertedType: ConvertedType? = nil,
    scale: Int32? = nil, precision: Int32? = nil, fieldID: Int32? = nil,
    logicalType: LogicalType? = nil
  ) {
    self.type = type
    self.typeLength = typeLength
    self.repetition = repetition
    self.name = name
    self.childCount = childCount
    self.convertedType = convertedType
    self.scale = scale
    self.precision = precision
    self.fieldID = fieldID
    self.logicalType = logicalType
  }

  package func write(to thrift: inout CompactWriter) {
    if let type { thrift.enumeration(field: 1, type) }
    if let typeLength { thrift.i32(field: 2, typeLength) }
    if let repetition { thrift.enumeration(field: 3, repetition) }
    thrift.string(field: 4, name)
    if let childCount { thrift.i32(field: 5, childCount) }
    if let convertedType { thrift.enumeration(field: 6, convertedType) }
    if let scale { thrift.i32(field: 7, scale) }
    if let precision { thrift.i32(field: 8, precision) }
    if let fieldID { thrift.i32(field: 9, fieldID) }
    if let logicalType { thrift.structure(field: 10) { logicalType.write(to: &$0) } }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var type: PhysicalType?
    var typeLength: Int32?
    var repetition: FieldRepetition?
    var name: String?
    var childCount: Int32?
    var convertedType: ConvertedType?
    var scale: Int32?
    var precision: Int32?
    var fieldID: Int32?
    var logicalType: LogicalType?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: type = try thrift.enumeration(field)
      case 2: typeLength = try thrift.integer(field)
      case 3: repetition = try thrift.enumeration(field)
      case 4: name = try thrift.string(field)
      case 5: childCount = try thrift.integer(field)
      case 6: convertedType = try thrift.enumeration(field)
      case 7: scale = try thrift.integer(field)
      case 8: precision = try thrift.integer(field)
      case 9: fieldID = try thrift.integer(field)
      case 10: logicalType = try thrift.structure(field, LogicalType.init)
      default: try thrift.skip(field)
      }
    }
    self.type = type
    self.typeLength = typeLength
    self.repetition = repetition
    self.name = try thrift.required(name, 4, of: "SchemaElement")
    self.childCount = childCount
    self.convertedType = convertedType
    self.scale = scale
    self.precision = precision
    self.fieldID = fieldID
    self.logicalType = logicalType
  }
}
