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
    let expected = schema.fields.map { Field($0.name, logical($0.type)) }
    do {
      let found = try ParquetFile.schema(footer: footer).fields
        .map { Field($0.name, logical($0.type), isNullable: $0.isNullable) }
      // Texts that Unicode calls equal are different names.
      let haveSameNames = found.elementsEqual(expected) {
        $0.name.utf8.elementsEqual($1.name.utf8)
      }
      if haveSameNames, found == expected { return }
      throw IngestError(
        code: .internalError, message: "the file's columns are \(found), not \(expected)")
    } catch let error as IngestError {
      throw error
    } catch {
      throw IngestError(code: .internalError, message: "the staged file is not readable: \(error)")
    }
  }

  /// A type as far as Parquet tells it from others.
  static func logical(_ type: DataType) -> DataType {
    switch type {
    case .dictionary: .string
    case .timestamp(let unit, zone: _?): .timestamp(unit, zone: "UTC")
    default: type
    }
  }
}
