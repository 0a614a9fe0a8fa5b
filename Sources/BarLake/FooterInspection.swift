internal import Bytes
package import Columnar
internal import ParquetReading

/// What a Parquet file says of itself at its end.
package enum FooterInspection {
  /// Whether the file at `path` is one that we wrote for the type and date of `layout`. What is no
  /// file, or may not be read, is none; throws where the system could not tell.
  static func isOf(_ layout: LakeLayout, path: String) throws(SystemError) -> Bool {
    let file: ParquetFile
    do {
      file = try ParquetFile(path: path)
    } catch {
      if case .system(let error) = error.reason, !error.isOfPath { throw error }
      return false
    }
    return file.metadataValue(MetadataKey.dataType) == layout.dataType.rawValue
      && file.metadataValue(MetadataKey.date) == layout.date.description
  }

  /// Throws `internal` unless the columns that `footer`, the metadata of a file as it was written,
  /// tells of are those of `schema`, as far as Parquet tells types apart: dictionaries are text, and
  /// zones are UTC.
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
  var inParquet: Schema {
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
  func isSame(as other: Schema) -> Bool {
    self == other
      && fields.elementsEqual(other.fields) { $0.name.utf8.elementsEqual($1.name.utf8) }
  }
}
