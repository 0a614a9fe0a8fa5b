internal import BarLakeParquetFormat

/// Everything that a Parquet file states about itself, as values to print or encode.
package struct FileReport: Encodable, Sendable {
  /// Bytes of the file.
  package var byteCount: Int
  /// The version of the format.
  package var version: Int
  /// The writer of the file.
  package var createdBy: String?
  package var rowCount: Int
  /// The fields below the root, parents before children.
  package var schema: [FieldReport]
  package var keyValueMetadata: [KeyValueReport]
  package var rowGroups: [RowGroupReport]

  private enum CodingKeys: String, CodingKey {
    case byteCount = "bytes"
    case version
    case createdBy = "created_by"
    case rowCount = "rows"
    case schema
    case keyValueMetadata = "key_value_metadata"
    case rowGroups = "row_groups"
  }

  package init(
    byteCount: Int, version: Int, createdBy: String? = nil, rowCount: Int, schema: [FieldReport],
    keyValueMetadata: [KeyValueReport], rowGroups: [RowGroupReport]
  ) {
    self.byteCount = byteCount
    self.version = version
    self.createdBy = createdBy
    self.rowCount = rowCount
    self.schema = schema
    self.keyValueMetadata = keyValueMetadata
    self.rowGroups = rowGroups
  }
}

/// A field of the schema. Types have the names of the format; nil if the field has no such type.
package struct FieldReport: Encodable, Sendable {
  package var name: String
  /// The number of groups around the field, without the root.
  package var depth: Int
  package var repetition: String?
  package var physicalType: String?
  /// The length of a value of fixed length in bytes.
  package var typeLength: Int?
  package var logicalType: String?
  package var convertedType: String?

  private enum CodingKeys: String, CodingKey {
    case name, depth, repetition
    case physicalType = "physical_type"
    case typeLength = "type_length"
    case logicalType = "logical_type"
    case convertedType = "converted_type"
  }

  package init(
    name: String, depth: Int, repetition: String? = nil, physicalType: String? = nil,
    typeLength: Int? = nil, logicalType: String? = nil, convertedType: String? = nil
  ) {
    self.name = name
    self.depth = depth
    self.repetition = repetition
    self.physicalType = physicalType
    self.typeLength = typeLength
    self.logicalType = logicalType
    self.convertedType = convertedType
  }
}

/// An entry of the file's own metadata.
package struct KeyValueReport: Encodable, Sendable {
  package var key: String
  package var value: String?

  package init(key: String, value: String? = nil) {
    self.key = key
    self.value = value
  }
}

/// A row group.
package struct RowGroupReport: Encodable, Sendable {
  package var rowCount: Int
  /// Bytes before compression.
  package var uncompressedByteCount: Int
  /// Bytes as stored.
  package var compressedByteCount: Int
  package var columns: [ColumnChunkReport]

  private enum CodingKeys: String, CodingKey {
    case rowCount = "rows"
    case uncompressedByteCount = "uncompressed_bytes"
    case compressedByteCount = "compressed_bytes"
    case columns
  }

  package init(
    rowCount: Int, uncompressedByteCount: Int, compressedByteCount: Int,
    columns: [ColumnChunkReport]
  ) {
    self.rowCount = rowCount
    self.uncompressedByteCount = uncompressedByteCount
    self.compressedByteCount = compressedByteCount
    self.columns = columns
  }
}

/// A column of a row group.
package struct ColumnChunkReport: Encodable, Sendable {
  /// The names from below the root to the leaf, joined by points.
  package var path: String
  package var physicalType: String
  package var encodings: [String]
  package var codec: String
  /// Values, nulls included.
  package var valueCount: Int
  package var uncompressedByteCount: Int
  package var compressedByteCount: Int
  package var dictionaryPageOffset: Int?
  package var dataPageOffset: Int
  package var statistics: StatisticsReport?
  /// The data pages, if the file has an offset index.
  package var pages: [PageReport]?

  private enum CodingKeys: String, CodingKey {
    case path, encodings, codec, statistics, pages
    case physicalType = "physical_type"
    case valueCount = "values"
    case uncompressedByteCount = "uncompressed_bytes"
    case compressedByteCount = "compressed_bytes"
    case dictionaryPageOffset = "dictionary_page_offset"
    case dataPageOffset = "data_page_offset"
  }

  package init(
    path: String, physicalType: String, encodings: [String], codec: String, valueCount: Int,
    uncompressedByteCount: Int, compressedByteCount: Int, dictionaryPageOffset: Int? = nil,
    dataPageOffset: Int, statistics: StatisticsReport? = nil, pages: [PageReport]? = nil
  ) {
    self.path = path
    self.physicalType = physicalType
    self.encodings = encodings
    self.codec = codec
    self.valueCount = valueCount
    self.uncompressedByteCount = uncompressedByteCount
    self.compressedByteCount = compressedByteCount
    self.dictionaryPageOffset = dictionaryPageOffset
    self.dataPageOffset = dataPageOffset
    self.statistics = statistics
    self.pages = pages
  }
}

/// The statistics of a chunk's values. Bounds are texts in the form of the logical type.
package struct StatisticsReport: Encodable, Sendable {
  package var min: String?
  package var max: String?
  package var nullCount: Int?
  package var distinctCount: Int?

  private enum CodingKeys: String, CodingKey {
    case min, max
    case nullCount = "null_count"
    case distinctCount = "distinct_count"
  }

  package init(
    min: String? = nil, max: String? = nil, nullCount: Int? = nil, distinctCount: Int? = nil
  ) {
    self.min = min
    self.max = max
    self.nullCount = nullCount
    self.distinctCount = distinctCount
  }
}

/// A data page, from the page index.
package struct PageReport: Encodable, Sendable {
  package var offset: Int
  /// Bytes as stored, with the header.
  package var byteCount: Int
  /// Counted from the start of the row group.
  package var firstRow: Int
  package var min: String?
  package var max: String?
  package var nullCount: Int?

  private enum CodingKeys: String, CodingKey {
    case offset, min, max
    case byteCount = "bytes"
    case firstRow = "first_row"
    case nullCount = "null_count"
  }

  package init(
    offset: Int, byteCount: Int, firstRow: Int, min: String? = nil, max: String? = nil,
    nullCount: Int? = nil
  ) {
    self.offset = offset
    self.byteCount = byteCount
    self.firstRow = firstRow
    self.min = min
    self.max = max
    self.nullCount = nullCount
  }
}
