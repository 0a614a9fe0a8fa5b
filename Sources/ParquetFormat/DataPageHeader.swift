/// The header of a data page of version 1.
///
/// Source: `parquet.thrift`, `DataPageHeader`.
package struct DataPageHeader: Hashable, Sendable {
  /// The number of values, including nulls (`num_values`).
  package var valueCount: Int32
  /// `encoding`.
  package var encoding: Encoding
  /// `definition_level_encoding`.
  package var definitionLevelEncoding: Encoding
  /// `repetition_level_encoding`.
  package var repetitionLevelEncoding: Encoding
  /// `statistics`.
  package var statistics: Statistics?

  package init(
    valueCount: Int32, encoding: Encoding, definitionLevelEncoding: Encoding,
    repetitionLevelEncoding: Encoding, statistics: Statistics? = nil
  ) {
    self.valueCount = valueCount
    self.encoding = encoding
    self.definitionLevelEncoding = definitionLevelEncoding
    self.repetitionLevelEncoding = repetitionLevelEncoding
    self.statistics = statistics
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.i32(field: 1, valueCount)
    thrift.enumeration(field: 2, encoding)
    thrift.enumeration(field: 3, definitionLevelEncoding)
    thrift.enumeration(field: 4, repetitionLevelEncoding)
    if let statistics { thrift.structure(field: 5) { statistics.write(to: &$0) } }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var valueCount: Int32?
    var encoding: Encoding?
    var definitionLevelEncoding: Encoding?
    var repetitionLevelEncoding: Encoding?
    var statistics: Statistics?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: valueCount = try thrift.integer(field)
      case 2: encoding = try thrift.enumeration(field)
      case 3: definitionLevelEncoding = try thrift.enumeration(field)
      case 4: repetitionLevelEncoding = try thrift.enumeration(field)
      case 5: statistics = try thrift.structure(field, Statistics.init)
      default: try thrift.skip(field)
      }
    }
    self.valueCount = try thrift.required(valueCount, 1, of: "DataPageHeader")
    self.encoding = try thrift.required(encoding, 2, of: "DataPageHeader")
    self.definitionLevelEncoding = try thrift.required(
      definitionLevelEncoding, 3, of: "DataPageHeader")
    self.repetitionLevelEncoding = try thrift.required(
      repetitionLevelEncoding, 4, of: "DataPageHeader")
    self.statistics = statistics
  }
}
