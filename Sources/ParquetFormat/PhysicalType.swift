/// The storage type of values.
///
/// Source: `parquet.thrift`, `Type`.
package struct PhysicalType: FormatEnumeration {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let boolean = PhysicalType(rawValue: 0)
  package static let int32 = PhysicalType(rawValue: 1)
  package static let int64 = PhysicalType(rawValue: 2)
  package static let int96 = PhysicalType(rawValue: 3)
  package static let float = PhysicalType(rawValue: 4)
  package static let double = PhysicalType(rawValue: 5)
  package static let byteArray = PhysicalType(rawValue: 6)
  package static let fixedLengthByteArray = PhysicalType(rawValue: 7)

  package static let names = [
    "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY",
  ]
}
