/// The meaning of values.
///
/// Source: `parquet.thrift`, `LogicalType`; parquet-format `LogicalTypes.md`.
package enum LogicalType: Hashable, Sendable {
  case string
  case map
  case list
  case enumeration
  case decimal(scale: Int32, precision: Int32)
  case date
  case time(isAdjustedToUTC: Bool, unit: Unit)
  case timestamp(isAdjustedToUTC: Bool, unit: Unit)
  case integer(bitWidth: Int8, isSigned: Bool)
  /// Only nulls (`UNKNOWN`).
  case unknown
  case json
  case bson
  case uuid
  case float16
  /// A type of which nothing but its field id is kept, or that the format does not define.
  case other(Int16)

  /// The unit of a time (`TimeUnit`).
  package enum Unit: Int16, Hashable, Sendable {
    case milliseconds = 1
    case microseconds = 2
    case nanoseconds = 3
  }

  package func write(to thrift: inout CompactWriter) {
    switch self {
    case .decimal(let scale, let precision):
      thrift.structure(field: fieldID) {
        $0.i32(field: 1, scale)
        $0.i32(field: 2, precision)
      }
    case .time(let isAdjustedToUTC, let unit), .timestamp(let isAdjustedToUTC, let unit):
      thrift.structure(field: fieldID) {
        $0.bool(field: 1, isAdjustedToUTC)
        $0.structure(field: 2) { $0.structure(field: unit.rawValue) { _ in } }
      }
    case .integer(let bitWidth, let isSigned):
      thrift.structure(field: fieldID) {
        $0.i8(field: 1, bitWidth)
        $0.bool(field: 2, isSigned)
      }
    default: thrift.structure(field: fieldID) { _ in }
    }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var type: LogicalType?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      type = try thrift.structure(field) { (thrift) throws(ThriftError) in
        try LogicalType(fieldID: field.id, from: &thrift)
      }
    }
    self = try thrift.required(type, 1, of: "LogicalType")
  }

  /// Reads the member of the union whose id is `fieldID`.
  private init(fieldID: Int16, from thrift: inout CompactReader) throws(ThriftError) {
    switch fieldID {
    case 5: self = try LogicalType(decimalFrom: &thrift)
    case 7, 8: self = try LogicalType(timeFrom: &thrift, isTimestamp: fieldID == 8)
    case 10: self = try LogicalType(integerFrom: &thrift)
    default:
      try thrift.fields { (thrift, field) throws(ThriftError) in try thrift.skip(field) }
      self = LogicalType.plain.first { $0.fieldID == fieldID } ?? .other(fieldID)
    }
  }

  private init(decimalFrom thrift: inout CompactReader) throws(ThriftError) {
    var scale: Int32?
    var precision: Int32?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: scale = try thrift.integer(field)
      case 2: precision = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self = .decimal(
      scale: try thrift.required(scale, 1, of: "DecimalType"),
      precision: try thrift.required(precision, 2, of: "DecimalType"))
  }

  private init(timeFrom thrift: inout CompactReader, isTimestamp: Bool) throws(ThriftError) {
    var isAdjustedToUTC: Bool?
    var unit: Unit?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: isAdjustedToUTC = try thrift.bool(field)
      case 2:
        unit = try thrift.structure(field) { (thrift) throws(ThriftError) in
          var unit: Unit?
          try thrift.fields { (thrift, field) throws(ThriftError) in
            try thrift.emptyStructure(field)
            unit = Unit(rawValue: field.id)
          }
          return unit
        }
      default: try thrift.skip(field)
      }
    }
    let isUTC = try thrift.required(isAdjustedToUTC, 1, of: "TimeType")
    let knownUnit = try thrift.required(unit, 2, of: "TimeType")
    self =
      isTimestamp
      ? .timestamp(isAdjustedToUTC: isUTC, unit: knownUnit)
      : .time(isAdjustedToUTC: isUTC, unit: knownUnit)
  }

  private init(integerFrom thrift: inout CompactReader) throws(ThriftError) {
    var bitWidth: Int8?
    var isSigned: Bool?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: bitWidth = try thrift.integer(field)
      case 2: isSigned = try thrift.bool(field)
      default: try thrift.skip(field)
      }
    }
    self = .integer(
      bitWidth: try thrift.required(bitWidth, 1, of: "IntType"),
      isSigned: try thrift.required(isSigned, 2, of: "IntType"))
  }

  /// The names of members that are not kept.
  private static let otherNames: [Int16: String] = [
    16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY",
  ]

  /// The members without fields of their own.
  private static let plain: [LogicalType] = [
    .string, .map, .list, .enumeration, .date, .unknown, .json, .bson, .uuid, .float16,
  ]

  /// The id of the member in the union.
  private var fieldID: Int16 {
    switch self {
    case .string: 1
    case .map: 2
    case .list: 3
    case .enumeration: 4
    case .decimal: 5
    case .date: 6
    case .time: 7
    case .timestamp: 8
    case .integer: 10
    case .unknown: 11
    case .json: 12
    case .bson: 13
    case .uuid: 14
    case .float16: 15
    case .other(let id): id
    }
  }
}

extension LogicalType: CustomStringConvertible {
  /// The spelling of the format's documents: `TIMESTAMP(isAdjustedToUTC=true, unit=MICROS)`.
  package var description: String {
    switch self {
    case .string: "STRING"
    case .map: "MAP"
    case .list: "LIST"
    case .enumeration: "ENUM"
    case .decimal(let scale, let precision): "DECIMAL(precision=\(precision), scale=\(scale))"
    case .date: "DATE"
    case .time(let isUTC, let unit): "TIME(isAdjustedToUTC=\(isUTC), unit=\(unit))"
    case .timestamp(let isUTC, let unit): "TIMESTAMP(isAdjustedToUTC=\(isUTC), unit=\(unit))"
    case .integer(let bitWidth, let isSigned):
      "INTEGER(bitWidth=\(bitWidth), isSigned=\(isSigned))"
    case .unknown: "UNKNOWN"
    case .json: "JSON"
    case .bson: "BSON"
    case .uuid: "UUID"
    case .float16: "FLOAT16"
    case .other(let id): Self.otherNames[id] ?? "logical type \(id)"
    }
  }
}

extension LogicalType.Unit: CustomStringConvertible {
  package var description: String {
    switch self {
    case .milliseconds: "MILLIS"
    case .microseconds: "MICROS"
    case .nanoseconds: "NANOS"
    }
  }
}
