internal import BarLakeBytes
package import BarLakeColumnar
package import BarLakeParquetFormat

/// A Parquet file of any writer. The footer is read when the file is opened, and columns are read
/// on request.
///
/// The metadata of every file can be read. Values can be read if the columns are flat, of a
/// ``LeafType``, compressed with Snappy, gzip, ZSTD or LZ4_RAW or not at all, and not encrypted.
/// Everything else is the error `unsupported`.
///
/// Source: parquet-format `README.md`.
package struct ParquetFile: Sendable {
  package let metadata: FileMetaData
  /// The leaves of the schema, in order; they are the columns of every row group.
  package let leaves: [SchemaLeaf]
  /// The range of the footer's metadata in the file.
  package let footerRange: Range<Int>
  let source: ParquetSource

  /// The length of the file in bytes.
  package var byteCount: Int { source.byteCount }

  /// Opens the file `path` and reads only its footer.
  package init(path: String) throws(ParquetReadingError) {
    let file: RandomAccessFile
    do {
      file = try RandomAccessFile(path)
    } catch {
      throw ParquetReadingError(.system(error), offset: 0)
    }
    try self.init(.file(file))
  }

  /// Opens a file in memory.
  package init(bytes: [UInt8]) throws(ParquetReadingError) {
    try self.init(.bytes(bytes))
  }

  private init(_ source: ParquetSource) throws(ParquetReadingError) {
    let trailerByteCount = FileLayout.trailerByteCount
    let magicByteCount = FileLayout.magic.count
    let end = source.byteCount - trailerByteCount
    guard end >= magicByteCount else { throw ParquetReadingError(.notParquet, offset: 0) }
    let trailer = try source.read(end..<end + trailerByteCount, part: "the end of the file")
    if trailer.suffix(magicByteCount).elementsEqual(FileLayout.encryptedMagic) {
      throw ParquetReadingError(.encrypted, offset: end)
    }
    guard let footerByteCount = FileLayout.footerByteCount(trailer: trailer),
      try source.read(0..<magicByteCount, part: "the magic") == FileLayout.magic
    else { throw ParquetReadingError(.notParquet, offset: 0) }
    guard footerByteCount <= end - magicByteCount else {
      throw ParquetReadingError(.outOfBounds("the footer"), offset: end)
    }
    footerRange = end - footerByteCount..<end
    var thrift = CompactReader(try source.read(footerRange, part: "the footer"))
    metadata = try thrift.read(at: footerRange.lowerBound, FileMetaData.init)
    leaves = try Self.leaves(of: metadata, footerOffset: footerRange.lowerBound)
    self.source = source
  }

  /// The columns as a flat table. Throws `unsupported` if there is no such table: for nested
  /// fields, and for types that `Columnar` does not have.
  package func schema() throws(ParquetReadingError) -> Schema {
    try Self.schema(of: leaves, footerOffset: footerRange.lowerBound)
  }

  /// The columns that the metadata of a footer describes, like ``schema()``. Errors count from the
  /// start of `footer`.
  package static func schema(footer: [UInt8]) throws(ParquetReadingError) -> Schema {
    var thrift = CompactReader(footer)
    let metadata = try thrift.read(at: 0, FileMetaData.init)
    return try schema(of: leaves(of: metadata, footerOffset: 0), footerOffset: 0)
  }

  private static func leaves(
    of metadata: FileMetaData, footerOffset: Int
  ) throws(ParquetReadingError) -> [SchemaLeaf] {
    guard let leaves = SchemaLeaf.leaves(of: metadata.schema) else {
      throw ParquetReadingError(.invalid("the schema is no tree"), offset: footerOffset)
    }
    return leaves
  }

  private static func schema(
    of leaves: [SchemaLeaf], footerOffset: Int
  ) throws(ParquetReadingError) -> Schema {
    let types = try types(of: leaves, footerOffset: footerOffset) { $0.dataType }
    return Schema(
      zip(leaves, types).map { leaf, type in
        Field(leaf.name, type, isNullable: leaf.maximumDefinitionLevel > 0)
      })
  }

  /// The type of each leaf. Throws `unsupported` for nested fields, and for types that the reader
  /// does not support.
  package func leafTypes() throws(ParquetReadingError) -> [LeafType] {
    try Self.types(of: leaves, footerOffset: footerRange.lowerBound) { $0.type }
  }

  private static func types<Kind>(
    of leaves: [SchemaLeaf], footerOffset: Int, _ type: (SchemaLeaf) -> Kind?
  ) throws(ParquetReadingError) -> [Kind] {
    var types: [Kind] = []
    for leaf in leaves {
      types.append(try leaf.type(type(leaf), footerOffset: footerOffset))
    }
    return types
  }

  /// The value of a key in the file's key-value metadata; the last one if the key occurs several
  /// times.
  package func metadataValue(_ key: String) -> String? {
    metadata.keyValueMetadata?.last { $0.key.isSame(as: key) }?.value
  }
}
