package import BarLakeColumnar
package import BarLakeParquetFormat

/// How a field is stored: its physical type, and its meaning in the footer.
///
/// Source: parquet-format `LogicalTypes.md`.
package struct FieldStorage: Hashable, Sendable {
  /// How values are stored in pages.
  package enum Values: Hashable, Sendable {
    /// One bit.
    case bits
    /// Four bytes, in this order.
    case words32(ValueOrder)
    /// Eight bytes, in this order.
    case words64(ValueOrder)
    /// Bytes of any length, ordered byte by byte.
    case texts
  }

  package var values: Values
  package var physicalType: PhysicalType
  package var logicalType: LogicalType?
  package var convertedType: ConvertedType?

  private init(
    _ values: Values, _ physicalType: PhysicalType, _ logicalType: LogicalType? = nil,
    _ convertedType: ConvertedType? = nil
  ) {
    self.values = values
    self.physicalType = physicalType
    self.logicalType = logicalType
    self.convertedType = convertedType
  }

  package init(_ type: DataType) {
    func integer(_ bitWidth: Int8, signed: Bool) -> LogicalType {
      .integer(bitWidth: bitWidth, isSigned: signed)
    }
    switch type {
    case .bool: self.init(.bits, .boolean)
    case .int8: self.init(.words32(.signed), .int32, integer(8, signed: true), .int8)
    case .int16: self.init(.words32(.signed), .int32, integer(16, signed: true), .int16)
    case .int32: self.init(.words32(.signed), .int32)
    case .int64: self.init(.words64(.signed), .int64)
    case .uint32: self.init(.words32(.unsigned), .int32, integer(32, signed: false), .uint32)
    case .uint64: self.init(.words64(.unsigned), .int64, integer(64, signed: false), .uint64)
    case .float32: self.init(.words32(.floatingPoint), .float)
    case .float64: self.init(.words64(.floatingPoint), .double)
    case .string, .dictionary: self.init(.texts, .byteArray, .string, .utf8)
    case .date32: self.init(.words32(.signed), .int32, .date, .date)
    case .timestamp(let unit, let zone):
      self.init(.words64(.signed), .int64, .timestamp(unit, isAdjustedToUTC: zone != nil))
      // In converted types, instants are always in UTC.
      switch unit {
      case .millisecond where zone != nil: convertedType = .timestampMilliseconds
      case .microsecond where zone != nil: convertedType = .timestampMicroseconds
      default: convertedType = nil
      }
    }
  }
}

extension LogicalType {
  fileprivate static func timestamp(_ unit: TimeUnit, isAdjustedToUTC: Bool) -> LogicalType {
    let storedUnit: Unit =
      switch unit {
      case .millisecond: .milliseconds
      case .microsecond: .microseconds
      case .nanosecond: .nanoseconds
      }
    return .timestamp(isAdjustedToUTC: isAdjustedToUTC, unit: storedUnit)
  }
}

extension SchemaElement {
  /// The elements of the schema: the root and its fields; no field is nested.
  static func elements(of schema: Schema) -> [SchemaElement] {
    let root = SchemaElement(name: "schema", childCount: Int32(schema.fields.count))
    return [root]
      + schema.fields.map { field in
        let storage = FieldStorage(field.type)
        return SchemaElement(
          type: storage.physicalType, repetition: field.isNullable ? .optional : .required,
          name: field.name, convertedType: storage.convertedType, logicalType: storage.logicalType)
      }
  }
}
