internal import BarLakeBytes
package import BarLakeColumnar

/// A bound as a comparable value, in the order of its column's type.
package enum OrderedBound: Comparable, Sendable {
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case text([UInt8])

  /// Reads the bytes of a bound; nil if they are not a value of the type.
  package init?(_ bytes: [UInt8], type: DataType) {
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

  package static func < (one: OrderedBound, other: OrderedBound) -> Bool {
    switch (one, other) {
    case (.integer(let one), .integer(let other)): one < other
    case (.unsigned(let one), .unsigned(let other)): one < other
    case (.number(let one), .number(let other)): one < other
    case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
    default: false
    }
  }
}
