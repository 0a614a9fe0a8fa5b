/// The places of a column chunk's data pages.
///
/// Source: `parquet.thrift`, `OffsetIndex`.
package struct OffsetIndex: Hashable, Sendable {
  /// In the order of the pages (`page_locations`).
  package var pageLocations: [PageLocation]

  package init(
    pageLocations: [PageLocation]
  ) {
    self.pageLocations = pageLocations
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.list(field: 1, of: .structure, pageLocations) { thrift, element in
      thrift.element { element.write(to: &$0) }
    }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var pageLocations: [PageLocation]?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: pageLocations = try thrift.list(field, of: .structure, PageLocation.init)
      default: try thrift.skip(field)
      }
    }
    self.pageLocations = try thrift.required(pageLocations, 1, of: "OffsetIndex")
  }
}
