package import BarLakeColumnar

/// A schema in Arrow's own form, as Parquet files carry it under the key `ARROW:schema`.
///
/// Source: Arrow `format/Message.fbs` (table `Message`), `format/Schema.fbs` (tables `Schema`,
/// `Field`, `DictionaryEncoding` and those of the types); `format/Columnar.rst`, "Encapsulated
/// message format".
package enum ArrowSchemaMessage {
  /// The encapsulated message: a continuation marker, the length of the metadata in four bytes, and
  /// the metadata.
  package static func bytes(of schema: Schema) -> [UInt8] {
    var builder = FlatBufferBuilder()
    var dictionaryID: Int64 = 0
    var fields: [FlatBufferBuilder.Reference] = []
    for field in schema.fields {
      fields.append(add(field, &dictionaryID, to: &builder))
    }
    let fieldVector = builder.vector(fields)
    let schemaTable = builder.table([.int16(littleEndian), .reference(fieldVector)])
    let message = builder.table([
      .int16(version5), .uint8(schemaHeader), .reference(schemaTable), .int64(0),
    ])
    let metadata = builder.finish(message)
    let length = UInt32(metadata.count)
    let marker: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    return marker + (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + metadata
  }

  /// `Endianness.Little`.
  private static let littleEndian: Int16 = 0
  /// `MetadataVersion.V5`.
  private static let version5: Int16 = 4
  /// `MessageHeader.Schema`.
  private static let schemaHeader: UInt8 = 1

  private static func add(
    _ field: Field, _ dictionaryID: inout Int64, to builder: inout FlatBufferBuilder
  ) -> FlatBufferBuilder.Reference {
    let name = builder.text(field.name)
    let (typeNumber, type) = add(field.type, to: &builder)
    var dictionary: FlatBufferBuilder.Reference?
    if case .dictionary(let index) = field.type {
      let indexType = builder.table([.int32(index == .int8 ? 8 : 32), .bool(true)])
      dictionary = builder.table([.int64(dictionaryID), .reference(indexType), .bool(false)])
      dictionaryID += 1
    }
    let children = builder.vector([])
    return builder.table([
      .reference(name), .bool(field.isNullable), .uint8(typeNumber), .reference(type),
      dictionary.map { .reference($0) }, .reference(children),
    ])
  }

  /// The number of a type in the union `Type`, and the table of the type.
  private static func add(
    _ type: DataType, to builder: inout FlatBufferBuilder
  ) -> (UInt8, FlatBufferBuilder.Reference) {
    func integer(_ bitWidth: Int32, signed: Bool) -> (UInt8, FlatBufferBuilder.Reference) {
      (2, builder.table([.int32(bitWidth), .bool(signed)]))
    }
    switch type {
    case .bool: return (6, builder.table([]))
    case .int8: return integer(8, signed: true)
    case .int16: return integer(16, signed: true)
    case .int32: return integer(32, signed: true)
    case .int64: return integer(64, signed: true)
    case .uint32: return integer(32, signed: false)
    case .uint64: return integer(64, signed: false)
    case .float32: return (3, builder.table([.int16(1)]))
    case .float64: return (3, builder.table([.int16(2)]))
    case .string, .dictionary: return (5, builder.table([]))
    case .date32: return (8, builder.table([.int16(0)]))
    case .timestamp(let unit, let zone):
      let unitNumber: Int16 =
        switch unit {
        case .millisecond: 1
        case .microsecond: 2
        case .nanosecond: 3
        }
      let zone = zone.map { builder.text($0) }
      return (10, builder.table([.int16(unitNumber), zone.map { .reference($0) }]))
    }
  }
}
