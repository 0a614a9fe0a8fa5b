/// Statistics of the values of a column chunk or page. Bounds are in PLAIN encoding, but byte
/// strings have no length. The logical type defines their order.
///
/// Source: `parquet.thrift`, `Statistics`.
package struct Statistics: Hashable, Sendable {
  /// The largest value by signed comparison; superseded, never written (`max`).
  package var legacyMax: [UInt8]?
  /// The smallest value by signed comparison; superseded, never written (`min`).
  package var legacyMin: [UInt8]?
  /// `null_count`.
  package var nullCount: Int64?
  /// `distinct_count`.
  package var distinctCount: Int64?
  /// `max_value`.
  package var maxValue: [UInt8]?
  /// `min_value`.
  package var minValue: [UInt8]?
  /// Whether the largest value occurs, and is not only an upper bound (`is_max_value_exact`).
  package var isMaxValueExact: Bool?
  /// Whether the smallest value occurs, and is not only a lower bound (`is_min_value_exact`).
  package var isMinValueExact: Bool?

  package init(
    legacyMax: [UInt8]? = nil, legacyMin: [UInt8]? = nil, nullCount: Int64? = nil,
    distinctCount: Int64? = nil, maxValue: [UInt8]? = nil, minValue: [UInt8]? = nil,
    isMaxValueExact: Bool? = nil, isMinValueExact: Bool? = nil
  ) {
    self.legacyMax = legacyMax
    self.legacyMin = legacyMin
    self.nullCount = nullCount
    self.distinctCount = distinctCount
    self.maxValue = maxValue
    self.minValue = minValue
    self.isMaxValueExact = isMaxValueExact
    self.isMinValueExact = isMinValueExact
  }

  package func write(to thrift: inout CompactWriter) {
    if let legacyMax { thrift.binary(field: 1, legacyMax) }
    if let legacyMin { thrift.binary(field: 2, legacyMin) }
    if let nullCount { thrift.i64(field: 3, nullCount) }
    if let distinctCount { thrift.i64(field: 4, distinctCount) }
    if let maxValue { thrift.binary(field: 5, maxValue) }
    if let minValue { thrift.binary(field: 6, minValue) }
    if let isMaxValueExact { thrift.bool(field: 7, isMaxValueExact) }
    if let isMinValueExact { thrift.bool(field: 8, isMinValueExact) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var legacyMax: [UInt8]?
    var legacyMin: [UInt8]?
    var nullCount: Int64?
    var distinctCount: Int64?
    var maxValue: [UInt8]?
    var minValue: [UInt8]?
    var isMaxValueExact: Bool?
    var isMinValueExact: Bool?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: legacyMax = try thrift.binary(field)
      case 2: legacyMin = try thrift.binary(field)
      case 3: nullCount = try thrift.integer(field)
      case 4: distinctCount = try thrift.integer(field)
      case 5: maxValue = try thrift.binary(field)
      case 6: minValue = try thrift.binary(field)
      case 7: isMaxValueExact = try thrift.bool(field)
      case 8: isMinValueExact = try thrift.bool(field)
      default: try thrift.skip(field)
      }
    }
    self.legacyMax = legacyMax
    self.legacyMin = legacyMin
    self.nullCount = nullCount
    self.distinctCount = distinctCount
    self.maxValue = maxValue
    self.minValue = minValue
    self.isMaxValueExact = isMaxValueExact
    self.isMinValueExact = isMinValueExact
  }
}
