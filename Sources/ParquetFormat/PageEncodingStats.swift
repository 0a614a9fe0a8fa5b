/// The number of pages of one kind in a column chunk.
///
/// Source: `parquet.thrift`, `PageEncodingStats`.
package struct PageEncodingStats: Hashable, Sendable {
  /// `page_type`.
  package var pageType: PageType
  /// `encoding`.
  package var encoding: Encoding
  /// Pages (`count`).
  package var count: Int32

  package init(
    pageType: PageType, encoding: Encoding, count: Int32
  ) {
    self.pageType = pageType
    self.encoding = encoding
    self.count = count
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.enumeration(field: 1, pageType)
    thrift.enumeration(field: 2, encoding)
    thrift.i32(field: 3, count)
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var pageType: PageType?
    var encoding: Encoding?
    var count: Int32?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: pageType = try thrift.enumeration(field)
      case 2: encoding = try thrift.enumeration(field)
      case 3: count = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self.pageType = try thrift.required(pageType, 1, of: "PageEncodingStats")
    self.encoding = try thrift.required(encoding, 2, of: "PageEncodingStats")
    self.count = try thrift.required(count, 3, of: "PageEncodingStats")
  }
}
