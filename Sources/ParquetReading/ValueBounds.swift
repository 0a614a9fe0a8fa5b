internal import BarLakeBytes
package import BarLakeColumnar

/// The minimum and maximum of some rows, computed from the values, in the encoding of statistics.
///
/// Source: `parquet.thrift`, `Statistics` and `ColumnOrder`.
package struct ValueBounds: Equatable, Sendable {
  package private(set) var nullCount = 0
  /// Rows with a value.
  package private(set) var valueCount = 0
  /// Nil if no value has an order; nulls and NaN have none.
  package private(set) var min: [UInt8]?
  package private(set) var max: [UInt8]?

  /// Computes the bounds of the rows `rows` of a column from the reader.
  package init(of column: Column, rows: Range<Int>) {
    nullCount = column.validity?.nullCount(in: rows) ?? 0
    valueCount = rows.count - nullCount
    switch column.values {
    case .bool(let values): take(column, rows, { values[$0] ? 1 : UInt8(0) }, Self.bytes)
    case .int8(let values): take(column, rows, { Int32(values[$0]) }, Self.bytes)
    case .int16(let values): take(column, rows, { Int32(values[$0]) }, Self.bytes)
    case .int32(let values): take(column, rows, { values[$0] }, Self.bytes)
    case .int64(let values): take(column, rows, { values[$0] }, Self.bytes)
    case .uint32(let values): take(column, rows, { values[$0] }, Self.bytes)
    case .uint64(let values): take(column, rows, { values[$0] }, Self.bytes)
    case .float32(let values): takeNumbers(column, rows, { values[$0] }, Self.bytes)
    case .float64(let values): takeNumbers(column, rows, { values[$0] }, Self.bytes)
    case .string(let texts): takeTexts(column, rows, texts) { $0 }
    case .dictionary(let values):
      takeTexts(column, rows, values.dictionary) { Int(values.codes[$0]) }
    case .repeated:
      preconditionFailure("the reader gives a value a row")
    }
  }

  /// The bounds of no rows.
  package init() {}

  /// Extends the bounds by other rows of the same column, whose values are of `type`.
  package mutating func formUnion(_ other: ValueBounds, type: DataType) {
    func chosen(
      _ one: [UInt8]?, _ other: [UInt8]?, _ isBetter: (OrderedBound, OrderedBound) -> Bool
    ) -> [UInt8]? {
      guard let one, let other else { return one ?? other }
      guard let bound = OrderedBound(one, type: type), let rival = OrderedBound(other, type: type)
      else { return one }
      return isBetter(rival, bound) ? other : one
    }
    nullCount += other.nullCount
    valueCount += other.valueCount
    min = chosen(min, other.min, <)
    max = chosen(max, other.max, >)
  }

  private mutating func take<Value: Comparable>(
    _ column: Column, _ rows: Range<Int>, _ value: (Int) -> Value, _ bytes: (Value) -> [UInt8]
  ) {
    var extremes: (min: Value, max: Value)?
    for row in rows where !column.isNull(row) {
      let value = value(row)
      guard let found = extremes else {
        extremes = (value, value)
        continue
      }
      if value < found.min { extremes?.min = value }
      if value > found.max { extremes?.max = value }
    }
    min = extremes.map { bytes($0.min) }
    max = extremes.map { bytes($0.max) }
  }

  /// If a bound is zero, its sign is the one that covers both zeros.
  private mutating func takeNumbers<Value: BinaryFloatingPoint>(
    _ column: Column, _ rows: Range<Int>, _ value: (Int) -> Value, _ bytes: (Value) -> [UInt8]
  ) {
    var extremes: (min: Value, max: Value)?
    for row in rows where !column.isNull(row) {
      let value = value(row)
      if value.isNaN { continue }
      guard let found = extremes else {
        extremes = (value, value)
        continue
      }
      if value < found.min { extremes?.min = value }
      if value > found.max { extremes?.max = value }
    }
    min = extremes.map { bytes($0.min.isZero ? -0.0 : $0.min) }
    max = extremes.map { bytes($0.max.isZero ? 0.0 : $0.max) }
  }

  /// `number` returns the position of a row's text.
  private mutating func takeTexts(
    _ column: Column, _ rows: Range<Int>, _ texts: StringValues, _ number: (Int) -> Int
  ) {
    var extremes: (min: ArraySlice<UInt8>, max: ArraySlice<UInt8>)?
    var last: Int?
    for row in rows where !column.isNull(row) {
      let number = number(row)
      // Rows of a symbol are mostly consecutive.
      if number == last { continue }
      last = number
      let text = texts.bytes[texts.range(number)]
      guard let found = extremes else {
        extremes = (text, text)
        continue
      }
      if text.lexicographicallyPrecedes(found.min) { extremes?.min = text }
      if found.max.lexicographicallyPrecedes(text) { extremes?.max = text }
    }
    min = extremes.map { Array($0.min) }
    max = extremes.map { Array($0.max) }
  }

  private static func bytes<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: value)
    return bytes
  }

  private static func bytes(_ value: Float) -> [UInt8] { bytes(value.bitPattern) }

  private static func bytes(_ value: Double) -> [UInt8] { bytes(value.bitPattern) }
}
