package import BarLakeBytes
package import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Reads what the footer of a Parquet file says of its origin and columns.
package enum FooterInspection {
  /// Whether BarLake wrote the file at `path` for the type and date of `layout`. False if `path` is
  /// not a file or must not be read; throws if the system cannot tell.
  package static func isOf(_ layout: LakeLayout, path: String) throws(SystemError) -> Bool {
    guard let file = try file(path) else { return false }
    return file.metadataValue(MetadataKey.dataType)?.isSame(as: layout.dataType.rawValue) == true
      && file.metadataValue(MetadataKey.date)?.isSame(as: layout.date.description) == true
  }

  /// What a Parquet file says of where it comes from.
  struct Origin {
    /// What BarLake wrote in it; nil if another program wrote the file.
    var lake: (dataType: MarketDataType, profile: Profile)?
    /// The columns, as far as Parquet stores their types.
    var columns: Schema
  }

  /// The origin of the file at `path`; nil if it is not a Parquet file with flat columns, or must
  /// not be read.
  static func origin(of path: String) throws(SystemError) -> Origin? {
    guard let file = try file(path), let schema = try? file.schema() else { return nil }
    var origin = Origin(columns: schema.inParquet)
    if let type = file.metadataValue(MetadataKey.dataType).flatMap(MarketDataType.init(rawValue:)),
      let profile = file.metadataValue(MetadataKey.profile).flatMap(Profile.init(rawValue:))
    {
      origin.lake = (type, profile)
    }
    return origin
  }

  /// The file at `path`; nil if it is not a Parquet file or must not be read.
  private static func file(_ path: String) throws(SystemError) -> ParquetFile? {
    do {
      return try ParquetFile(path: path)
    } catch {
      if case .system(let error) = error.reason, !error.isOfPath { throw error }
      return nil
    }
  }

  /// Checks that `footer`, the metadata of a file that has just been written, has the columns of
  /// `schema`, as far as Parquet stores types: dictionaries are strings, and zones are UTC. Throws
  /// `internal` if it does not.
  package static func check(_ footer: [UInt8], has schema: Schema) throws(IngestError) {
    let expected = schema.inParquet
    let found: Schema
    do {
      found = try ParquetFile.schema(footer: footer).inParquet
    } catch {
      throw IngestError(code: .internalError, message: "the staged file is not readable: \(error)")
    }
    if !found.isSame(as: expected) {
      throw IngestError(
        code: .internalError,
        message: "the file's columns are \(found.fields), not \(expected.fields)")
    }
  }
}

/// The check of the footers of many files that have the same columns. The bytes of the schema are
/// parsed once, and looked for in each footer.
package struct FooterCheck: Sendable {
  private let schemaBytes: [UInt8]
  private let schema: Schema

  /// A check of footers that begin with `schemaBytes`, their version and their schema. Throws
  /// `internal` if these do not have the columns of `schema`.
  package init(_ schemaBytes: [UInt8], has schema: Schema) throws(IngestError) {
    try FooterInspection.check(schemaBytes + FooterTemplate.endWithoutRows, has: schema)
    (self.schemaBytes, self.schema) = (schemaBytes, schema)
  }

  /// Checks the schema of a footer. Where a footer begins with the same bytes, no other bytes of it
  /// are read; where it does not, what it says decides.
  package func check(_ footer: [UInt8]) throws(IngestError) {
    if footer.starts(with: schemaBytes) { return }
    try FooterInspection.check(footer, has: schema)
  }
}
