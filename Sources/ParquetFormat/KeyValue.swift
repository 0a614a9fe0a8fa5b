/// One entry of the key-value metadata of a file or column chunk.
///
/// Source: `parquet.thrift`, `KeyValue`.
package struct KeyValue: Hashable, Sendable {
  /// `key`.
  package var key: String
  /// `value`.
  package var value: String?

  package init(
    key: String, value: String? = nil
  ) {
    self.key = key
    self.value = value
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.string(field: 1, key)
    if let value { thrift.string(field: 2, value) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var key: String?
    var value: String?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: key = try thrift.string(field)
      case 2: value = try thrift.string(field)
      default: try thrift.skip(field)
      }
    }
    self.key = try thrift.required(key, 1, of: "KeyValue")
    self.value = value
  }
}
