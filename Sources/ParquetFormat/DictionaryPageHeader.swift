/// The header of a dictionary page.
///
/// Source: `parquet.thrift`, `DictionaryPageHeader`.
package struct DictionaryPageHeader: Hashable, Sendable {
  /// `num_values`.
  package var valueCount: Int32
  /// `encoding`.
  package var encoding: Encoding
  /// `is_sorted`.
  package var isSorted: Bool?

  package init(
    valueCount: Int32, encoding: Encoding, isSorted: Bool? = nil
  ) {
    self.valueCount = valueCount
    self.encoding = encoding
    self.isSorted = isSorted
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.i32(field: 1, valueCount)
    thrift.enumeration(field: 2, encoding)
    if let isSorted { thrift.bool(field: 3, isSorted) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var valueCount: Int32?
    var encoding: Encoding?
    var isSorted: Bool?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: valueCount = try thrift.integer(field)
      case 2: encoding = try thrift.enumeration(field)
      case 3: isSorted = try thrift.bool(field)
      default: try thrift.skip(field)
      }
    }
    self.valueCount = try thrift.required(valueCount, 1, of: "DictionaryPageHeader")
    self.encoding = try thrift.required(encoding, 2, of: "DictionaryPageHeader")
    self.isSorted = isSorted
  }
}
