/// The header before every page. Of its last three members one is present, as `type` says.
///
/// Source: `parquet.thrift`, `PageHeader`.
package struct PageHeader: Hashable, Sendable {
  /// `type`.
  package var type: PageType
  /// Bytes of the page before compression, without this header (`uncompressed_page_size`).
  package var uncompressedByteCount: Int32
  /// Bytes of the page as stored, without this header (`compressed_page_size`).
  package var compressedByteCount: Int32
  /// The CRC-32 of the page as stored (`crc`).
  package var crc: Int32?
  /// `data_page_header`.
  package var dataPageHeader: DataPageHeader?
  /// `dictionary_page_header`.
  package var dictionaryPageHeader: DictionaryPageHeader?
  /// `data_page_header_v2`.
  package var dataPageHeaderV2: DataPageHeaderV2?

  package init(
    type: PageType, uncompressedByteCount: Int32, compressedByteCount: Int32, crc: Int32? = nil,
    dataPageHeader: DataPageHeader? = nil, dictionaryPageHeader: DictionaryPageHeader? = nil,
    dataPageHeaderV2: DataPageHeaderV2? = nil
  ) {
    self.type = type
    self.uncompressedByteCount = uncompressedByteCount
    self.compressedByteCount = compressedByteCount
    self.crc = crc
    self.dataPageHeader = dataPageHeader
    self.dictionaryPageHeader = dictionaryPageHeader
    self.dataPageHeaderV2 = dataPageHeaderV2
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.enumeration(field: 1, type)
    thrift.i32(field: 2, uncompressedByteCount)
    thrift.i32(field: 3, compressedByteCount)
    if let crc { thrift.i32(field: 4, crc) }
    if let dataPageHeader { thrift.structure(field: 5) { dataPageHeader.write(to: &$0) } }
    if let dictionaryPageHeader {
      thrift.structure(field: 7) { dictionaryPageHeader.write(to: &$0) }
    }
    if let dataPageHeaderV2 { thrift.structure(field: 8) { dataPageHeaderV2.write(to: &$0) } }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var type: PageType?
    var uncompressedByteCount: Int32?
    var compressedByteCount: Int32?
    var crc: Int32?
    var dataPageHeader: DataPageHeader?
    var dictionaryPageHeader: DictionaryPageHeader?
    var dataPageHeaderV2: DataPageHeaderV2?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: type = try thrift.enumeration(field)
      case 2: uncompressedByteCount = try thrift.integer(field)
      case 3: compressedByteCount = try thrift.integer(field)
      case 4: crc = try thrift.integer(field)
      case 5: dataPageHeader = try thrift.structure(field, DataPageHeader.init)
      case 7: dictionaryPageHeader = try thrift.structure(field, DictionaryPageHeader.init)
      case 8: dataPageHeaderV2 = try thrift.structure(field, DataPageHeaderV2.init)
      default: try thrift.skip(field)
      }
    }
    self.type = try thrift.required(type, 1, of: "PageHeader")
    self.uncompressedByteCount = try thrift.required(uncompressedByteCount, 2, of: "PageHeader")
    self.compressedByteCount = try thrift.required(compressedByteCount, 3, of: "PageHeader")
    self.crc = crc
    self.dataPageHeader = dataPageHeader
    self.dictionaryPageHeader = dictionaryPageHeader
    self.dataPageHeaderV2 = dataPageHeaderV2
  }
}
