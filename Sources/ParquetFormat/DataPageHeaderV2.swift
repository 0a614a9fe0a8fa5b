/// The header of a data page of version 2. Its levels come before the compressed values.
///
/// Source: `parquet.thrift`, `DataPageHeaderV2`.
package struct DataPageHeaderV2: Hashable, Sendable {
  /// The number of values, including nulls (`num_values`).
  package var valueCount: Int32
  /// `num_nulls`.
  package var nullCount: Int32
  /// `num_rows`.
  package var rowCount: Int32
  /// `encoding`.
  package var encoding: Encoding
  /// `definition_levels_byte_length`.
  package var definitionLevelsByteCount: Int32
  /// `repetition_levels_byte_length`.
  package var repetitionLevelsByteCount: Int32
  /// Absent means true (`is_compressed`).
  package var isCompressed: Bool?
  /// `statistics`.
  package var statistics: Statistics?

  package init(
    valueCount: Int32, nullCount: Int32, rowCount: Int32, encoding: Encoding,
    definitionLevelsByteCount: Int32, repetitionLevelsByteCount: Int32, isCompressed: Bool? = nil,
    statistics: Statistics? = nil
  ) {
    self.valueCount = valueCount
    self.nullCount = nullCount
    self.rowCount = rowCount
    self.encoding = encoding
    self.definitionLevelsByteCount = definitionLevelsByteCount
    self.repetitionLevelsByteCount = repetitionLevelsByteCount
    self.isCompressed = isCompressed
    self.statistics = statistics
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.i32(field: 1, valueCount)
    thrift.i32(field: 2, nullCount)
    thrift.i32(field: 3, rowCount)
    thrift.enumeration(field: 4, encoding)
    thrift.i32(field: 5, definitionLevelsByteCount)
    thrift.i32(field: 6, repetitionLevelsByteCount)
    if let isCompressed { thrift.bool(field: 7, isCompressed) }
    if let statistics { thrift.structure(field: 8) { statistics.write(to: &$0) } }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var valueCount: Int32?
    var nullCount: Int32?
    var rowCount: Int32?
    var encoding: Encoding?
    var definitionLevelsByteCount: Int32?
    var repetitionLevelsByteCount: Int32?
    var isCompressed: Bool?
    var statistics: Statistics?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: valueCount = try thrift.integer(field)
      case 2: nullCount = try thrift.integer(field)
      case 3: rowCount = try thrift.integer(field)
      case 4: encoding = try thrift.enumeration(field)
      case 5: definitionLevelsByteCount = try thrift.integer(field)
      case 6: repetitionLevelsByteCount = try thrift.integer(field)
      case 7: isCompressed = try thrift.bool(field)
      case 8: statistics = try thrift.structure(field, Statistics.init)
      default: try thrift.skip(field)
      }
    }
    self.valueCount = try thrift.required(valueCount, 1, of: "DataPageHeaderV2")
    self.nullCount = try thrift.required(nullCount, 2, of: "DataPageHeaderV2")
    self.rowCount = try thrift.required(rowCount, 3, of: "DataPageHeaderV2")
    self.encoding = try thrift.required(encoding, 4, of: "DataPageHeaderV2")
    self.definitionLevelsByteCount = try thrift.required(
      definitionLevelsByteCount, 5, of: "DataPageHeaderV2")
    self.repetitionLevelsByteCount = try thrift.required(
      repetitionLevelsByteCount, 6, of: "DataPageHeaderV2")
    self.isCompressed = isCompressed
    self.statistics = statistics
  }
}
