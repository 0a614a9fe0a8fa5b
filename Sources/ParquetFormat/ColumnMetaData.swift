/// The content and the place of a column chunk. Byte counts include the page headers. Offsets count
/// from the start of the file.
///
/// Source: `parquet.thrift`, `ColumnMetaData`.
package struct ColumnMetaData: Hashable, Sendable {
  /// `type`.
  package var type: PhysicalType
  /// The encodings of all pages and levels of the chunk (`encodings`).
  package var encodings: [Encoding]
  /// `path_in_schema`.
  package var path: [String]
  /// `codec`.
  package var codec: CompressionCodec
  /// The number of values, including nulls (`num_values`).
  package var valueCount: Int64
  /// `total_uncompressed_size`.
  package var uncompressedByteCount: Int64
  /// `total_compressed_size`.
  package var compressedByteCount: Int64
  /// `key_value_metadata`.
  package var keyValueMetadata: [KeyValue]?
  /// The offset of the first data page (`data_page_offset`).
  package var dataPageOffset: Int64
  /// `index_page_offset`.
  package var indexPageOffset: Int64?
  /// The offset of the dictionary page (`dictionary_page_offset`).
  package var dictionaryPageOffset: Int64?
  /// `statistics`.
  package var statistics: Statistics?
  /// `encoding_stats`.
  package var encodingStats: [PageEncodingStats]?
  /// `bloom_filter_offset`.
  package var bloomFilterOffset: Int64?
  /// `bloom_filter_length`.
  package var bloomFilterByteCount: Int32?

  package init(
    type: PhysicalType, encodings: [Encoding], path: [String], codec: CompressionCodec,
    valueCount: Int64, uncompressedByteCount: Int64, compressedByteCount: Int64,
    keyValueMetadata: [KeyValue]? = nil, dataPageOffset: Int64, indexPageOffset: Int64? = nil,
    dictionaryPageOffset: Int64? = nil, statistics: Statistics? = nil,
    encodingStats: [PageEncodingStats]? = nil, bloomFilterOffset: Int64? = nil,
    bloomFilterByteCount: Int32? = nil
  ) {
    self.type = type
    self.encodings = encodings
    self.path = path
    self.codec = codec
    self.valueCount = valueCount
    self.uncompressedByteCount = uncompressedByteCount
    self.compressedByteCount = compressedByteCount
    self.keyValueMetadata = keyValueMetadata
    self.dataPageOffset = dataPageOffset
    self.indexPageOffset = indexPageOffset
    self.dictionaryPageOffset = dictionaryPageOffset
    self.statistics = statistics
    self.encodingStats = encodingStats
    self.bloomFilterOffset = bloomFilterOffset
    self.bloomFilterByteCount = bloomFilterByteCount
  }

  package func write(to thrift: inout CompactWriter) {
    thrift.enumeration(field: 1, type)
    thrift.list(field: 2, of: .i32, encodings) { $0.element($1.rawValue) }
    thrift.list(field: 3, of: .binary, path) { $0.element($1) }
    thrift.enumeration(field: 4, codec)
    thrift.i64(field: 5, valueCount)
    thrift.i64(field: 6, uncompressedByteCount)
    thrift.i64(field: 7, compressedByteCount)
    if let keyValueMetadata {
      thrift.list(field: 8, of: .structure, keyValueMetadata) { thrift, element in
        thrift.element { element.write(to: &$0) }
      }
    }
    thrift.i64(field: 9, dataPageOffset)
    if let indexPageOffset { thrift.i64(field: 10, indexPageOffset) }
    if let dictionaryPageOffset { thrift.i64(field: 11, dictionaryPageOffset) }
    if let statistics { thrift.structure(field: 12) { statistics.write(to: &$0) } }
    if let encodingStats {
      thrift.list(field: 13, of: .structure, encodingStats) { thrift, element in
        thrift.element { element.write(to: &$0) }
      }
    }
    if let bloomFilterOffset { thrift.i64(field: 14, bloomFilterOffset) }
    if let bloomFilterByteCount { thrift.i32(field: 15, bloomFilterByteCount) }
  }

  package init(from thrift: inout CompactReader) throws(ThriftError) {
    var type: PhysicalType?
    var encodings: [Encoding]?
    var path: [String]?
    var codec: CompressionCodec?
    var valueCount: Int64?
    var uncompressedByteCount: Int64?
    var compressedByteCount: Int64?
    var keyValueMetadata: [KeyValue]?
    var dataPageOffset: Int64?
    var indexPageOffset: Int64?
    var dictionaryPageOffset: Int64?
    var statistics: Statistics?
    var encodingStats: [PageEncodingStats]?
    var bloomFilterOffset: Int64?
    var bloomFilterByteCount: Int32?
    try thrift.fields { (thrift, field) throws(ThriftError) in
      switch field.id {
      case 1: type = try thrift.enumeration(field)
      case 2:
        encodings = try thrift.list(field, of: .i32) { (thrift) throws(ThriftError) in
          Encoding(rawValue: try thrift.integerElement())
        }
      case 3:
        path = try thrift.list(field, of: .binary) { (thrift) throws(ThriftError) in
          String(decoding: try thrift.binaryElement(), as: UTF8.self)
        }
      case 4: codec = try thrift.enumeration(field)
      case 5: valueCount = try thrift.integer(field)
      case 6: uncompressedByteCount = try thrift.integer(field)
      case 7: compressedByteCount = try thrift.integer(field)
      case 8: keyValueMetadata = try thrift.list(field, of: .structure, KeyValue.init)
      case 9: dataPageOffset = try thrift.integer(field)
      case 10: indexPageOffset = try thrift.integer(field)
      case 11: dictionaryPageOffset = try thrift.integer(field)
      case 12: statistics = try thrift.structure(field, Statistics.init)
      case 13: encodingStats = try thrift.list(field, of: .structure, PageEncodingStats.init)
      case 14: bloomFilterOffset = try thrift.integer(field)
      case 15: bloomFilterByteCount = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self.type = try thrift.required(type, 1, of: "ColumnMetaData")
    self.encodings = try thrift.required(encodings, 2, of: "ColumnMetaData")
    self.path = try thrift.required(path, 3, of: "ColumnMetaData")
    self.codec = try thrift.required(codec, 4, of: "ColumnMetaData")
    self.valueCount = try thrift.required(valueCount, 5, of: "ColumnMetaData")
    self.uncompressedByteCount = try thrift.required(uncompressedByteCount, 6, of: "ColumnMetaData")
    self.compressedByteCount = try thrift.required(compressedByteCount, 7, of: "ColumnMetaData")
    self.keyValueMetadata = keyValueMetadata
    self.dataPageOffset = try thrift.required(dataPageOffset, 9, of: "ColumnMetaData")
    self.indexPageOffset = indexPageOffset
    self.dictionaryPageOffset = dictionaryPageOffset
    self.statistics = statistics
    self.encodingStats = encodingStats
    self.bloomFilterOffset = bloomFilterOffset
    self.bloomFilterByteCount = bloomFilterByteCount
  }
}
