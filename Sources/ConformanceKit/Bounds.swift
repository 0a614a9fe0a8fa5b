internal import Bytes
internal import Columnar

/// The least and the greatest value of some rows, computed from the values, in the encoding of
/// statistics.
///
/// Source: `parquet.thrift`, `Statistics` and `ColumnOrder`.
struct Bounds {
  var nullCount = 0
  /// Rows with a value.
  var valueCount = 0
  /// Nil if there is no value that has an order: nulls and NaN have none.
  var min: [UInt8]?
  var max: [UInt8]?

  /// Computes the bounds of the rows `rows` of a column.
  init(of column: Column, rows: Range<Int>) {
    let present = rows.filter { !column.isNull($0) }
    valueCount = present.count
    nullCount = rows.count - present.count
    switch column.values {
    case .bool(let values): take(present.map { values[$0] ? 1 : 0 }) { (value: UInt8) in [value] }
    case .int8(let values): take(present.map { Int32(values[$0]) }, Bounds.bytes)
    case .int16(let values): take(present.map { Int32(values[$0]) }, Bounds.bytes)
    case .int32(let values): take(present.map { values[$0] }, Bounds.bytes)
    case .int64(let values): take(present.map { values[$0] }, Bounds.bytes)
    case .uint32(let values): take(present.map { values[$0] }, Bounds.bytes)
    case .uint64(let values): take(present.map { values[$0] }, Bounds.bytes)
    case .float32(let values):
      takeNumbers(present.map { values[$0] }) { Bounds.bytes($0.bitPattern) }
    case .float64(let values):
      takeNumbers(present.map { values[$0] }) { Bounds.bytes($0.bitPattern) }
    case .string(let texts):
      let values = present.map { texts.bytes[texts.range($0)] }
      min = values.min { $0.lexicographicallyPrecedes($1) }.map(Array.init)
      max = values.max { $0.lexicographicallyPrecedes($1) }.map(Array.init)
    case .dictionary, .repeated:
      preconditionFailure("the reader gives plain columns")
    }
  }

  private mutating func take<Value: Comparable>(_ values: [Value], _ bytes: (Value) -> [UInt8]) {
    min = values.min().map(bytes)
    max = values.max().map(bytes)
  }

  /// A bound that is a zero has the sign that covers both zeros.
  private mutating func takeNumbers<Value: BinaryFloatingPoint>(
    _ values: [Value], _ bytes: (Value) -> [UInt8]
  ) {
    let ordered = values.filter { !$0.isNaN }
    min = ordered.min().map { bytes($0.isZero ? -0.0 : $0) }
    max = ordered.max().map { bytes($0.isZero ? 0.0 : $0) }
  }

  private static func bytes<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: value)
    return bytes
  }
}

/// A bound as a value that can be compared, in the order of its column's type.
enum OrderedBound: Comparable {
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case text([UInt8])

  /// Reads the bytes of a bound; nil if they are none of a value of the type.
  init?(_ bytes: [UInt8], type: DataType) {
    func value<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
      guard bytes.count == MemoryLayout<Value>.size else { return nil }
      return bytes.littleEndianValues(type, in: 0..<bytes.count)?.first
    }
    let bound: OrderedBound?
    switch type {
    case .bool: bound = value(UInt8.self).map { .unsigned(UInt64($0)) }
    case .int8, .int16, .int32, .date32: bound = value(Int32.self).map { .integer(Int64($0)) }
    case .int64, .timestamp: bound = value(Int64.self).map { .integer($0) }
    case .uint32: bound = value(UInt32.self).map { .unsigned(UInt64($0)) }
    case .uint64: bound = value(UInt64.self).map { .unsigned($0) }
    case .float32: bound = value(UInt32.self).map { .number(Double(Float(bitPattern: $0))) }
    case .float64: bound = value(UInt64.self).map { .number(Double(bitPattern: $0)) }
    case .string, .dictionary: bound = .text(bytes)
    }
    guard let bound else { return nil }
    self = bound
  }

  static func < (one: OrderedBound, other: OrderedBound) -> Bool {
    switch (one, other) {
    case (.integer(let one), .integer(let other)): one < other
    case (.unsigned(let one), .unsigned(let other)): one < other
    case (.number(let one), .number(let other)): one < other
    case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
    default: false
    }
  }
}
