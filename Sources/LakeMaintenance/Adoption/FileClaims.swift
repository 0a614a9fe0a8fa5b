internal import BarLake
internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// What a data file says of itself in its footer, with its size and SHA-256. Nothing of it is
/// checked yet.
struct FileClaims: Sendable {
  /// Relative to the lake.
  let path: String
  let byteCount: Int
  let rowCount: Int
  /// In hexadecimal.
  let sha256: String
  /// The columns, as far as Parquet distinguishes types.
  let schema: Schema
  /// What BarLake wrote into the file; nil if another program wrote it.
  let origin: Origin?

  /// The metadata that all files of a date share.
  struct Origin: Hashable, Sendable {
    private let values: [ExactText?]

    private static let keys = [
      MetadataKey.dataType, MetadataKey.date, MetadataKey.profile, MetadataKey.partitioning,
      MetadataKey.filter, MetadataKey.specVersion,
    ]

    /// Nil if the file has none of the keys.
    init?(_ file: ParquetFile) {
      values = Self.keys.map { file.metadataValue($0).map(ExactText.init) }
      if values.allSatisfy({ $0 == nil }) { return nil }
    }

    /// The value of one of these keys; empty if the file lacks it.
    subscript(key: String) -> String {
      zip(Self.keys, values).first { $0.0.isSame(as: key) }?.1?.text ?? ""
    }
  }

  /// Reads the file at `path`, relative to the lake of `layout`.
  ///
  /// - Throws: a fault if it is no file that could be read; `io_error` within it is not told apart,
  ///   because each file is judged by itself.
  init(
    _ path: String, of layout: LakeLayout, cancellation: Cancellation?
  ) throws(ParquetReadingError) {
    let file = try ParquetFile(path: layout.absolute(path))
    schema = try file.schema().inParquet
    origin = Origin(file)
    self.path = path
    byteCount = file.byteCount
    guard let rowCount = Int(exactly: file.metadata.rowCount),
      ManifestFiles.plausibleCounts.contains(rowCount)
    else {
      throw ParquetReadingError(
        .invalid("\(file.metadata.rowCount) rows in all"), offset: file.footerRange.lowerBound)
    }
    self.rowCount = rowCount
    do {
      sha256 = try HashedFile.sha256(of: layout.absolute(path), cancellation: cancellation)
    } catch {
      throw ParquetReadingError(.system(error), offset: 0)
    }
  }
}
