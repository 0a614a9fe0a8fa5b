package import BarLakeBytes
package import BarLakeColumnar
internal import BarLakeParquetReading

/// What a Parquet file says of itself at its end.
package enum FooterInspection {
  /// Whether the file at `path` is one that we wrote for the type and date of `layout`. What is no
  /// file, or may not be read, is none; throws where the system could not tell.
  package static func isOf(_ layout: LakeLayout, path: String) throws(SystemError) -> Bool {
    guard let file = try file(path) else { return false }
    return file.metadataValue(MetadataKey.dataType)?.isSame(as: layout.dataType.rawValue) == true
      && file.metadataValue(MetadataKey.date)?.isSame(as: layout.date.description) == true
  }

  /// The columns of the first of the files `paths` that is readable, as far as Parquet tells them;
  /// nil if none is.
  package static func anySchema(of paths: [String]) throws(SystemError) -> Schema? {
    for path in paths {
      if let file = try file(path), let schema = try? file.schema() { return schema.inParquet }
    }
    return nil
  }

  /// The file at `path`; nil where what is there is no Parquet file, or may not be read.
  private static func file(_ path: String) throws(SystemError) -> ParquetFile? {
    do {
      return try ParquetFile(path: path)
    } catch {
      if case .system(let error) = error.reason, !error.isOfPath { throw error }
      return nil
    }
  }

  /// Throws `internal` unless the columns that `footer`, the metadata of a file as it was written,
  /// tells of are those of `schema`, as far as Parquet tells types apart: dictionaries are text,
  /// and zones are UTC.
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

extension Schema {
  /// The columns as far as Parquet tells their types apart: dictionaries are text, zones are UTC.
  package var inParquet: Schema {
    Schema(
      fields.map { field in
        let type: DataType =
          switch field.type {
          case .dictionary: .string
          case .timestamp(let unit, zone: _?): .timestamp(unit, zone: "UTC")
          default: field.type
          }
        return Field(field.name, type, isNullable: field.isNullable)
      })
  }

  /// Whether the columns are those of `other`; names that Unicode calls equal are different ones.
  package func isSame(as other: Schema) -> Bool {
    self == other && fields.elementsEqual(other.fields) { $0.name.isSame(as: $1.name) }
  }
}
