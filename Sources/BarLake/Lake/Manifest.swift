package import BarLakeBytes

/// The list of a date's data files and how they were made; it makes the date done. It contains no
/// time, host or user.
///
/// ``ManifestText`` writes and reads the files; `Codable` covers all else.
///
/// Source: `docs/spec.md`, PART-6 and PART-7.
package struct Manifest: Codable, Equatable, Sendable {
  package struct File: Codable, Equatable, Sendable {
    /// Relative to the lake.
    package var path: String
    package var byteCount: Int
    package var rowCount: Int
    /// In hexadecimal.
    package var sha256: String

    private enum CodingKeys: String, CodingKey {
      case path, sha256
      case byteCount = "bytes"
      case rowCount = "rows"
    }
  }

  /// Counts of the date's rows. Counts that manifests of an earlier version lack are optional.
  package struct Rows: Codable, Equatable, Sendable {
    package var read: Int
    package var written: Int
    package var filtered: Int
  }

  package var dataType: MarketDataType
  package var date: String
  package var files = ManifestFiles()
  package var rows: Rows
  /// What was ingested; nil if the date was adopted, because its files do not show it.
  package var source: SourceRecord?
  package var profile: Profile
  package var partitioning: Partitioning
  /// The symbols to which the date is limited; nil without a filter.
  package var filter: [String]?
  /// The counts of written rows that look wrong; nil from writers that did not count them.
  package var doubtful: DoubtfulBars?
  package var writer: String
  package var specVersion: String
  /// The number of column chunks without the dictionary that their column has elsewhere (PARQ-2.6);
  /// nil in manifests of specification 1.0, which did not count them.
  package var plainTextChunks: Int?
  /// Whose files were adopted; nil if the date was ingested.
  package var adopted: Adoption?

  /// Who wrote files that were adopted: BarLake, or another program.
  package enum Adoption: String, Codable, Sendable { case own, foreign }

  private enum CodingKeys: String, CodingKey {
    case adopted, date, rows, source, profile, partitioning, filter, doubtful, writer
    case dataType = "data_type"
    case specVersion = "spec_version"
    case plainTextChunks = "plain_text_chunks"
  }
}

extension Manifest {
  /// The manifest of the date of `layout` with `files`. Every row that was read is written.
  package init(_ layout: LakeLayout, _ files: ManifestFiles, profile: Profile) {
    (dataType, date, self.files) = (layout.dataType, layout.date.description, files)
    rows = Rows(read: files.rowCount, written: files.rowCount, filtered: 0)
    (self.profile, partitioning) = (profile, layout.key == nil ? .date : .symbol)
    (writer, specVersion) = (BarLakeVersion.createdBy, BarLakeVersion.specification)
  }

  /// Whether an ingest or an adoption can have written the manifest. Its files have been checked
  /// already.
  package var isPossible: Bool {
    let counts =
      [rows.read, rows.written, rows.filtered, source?.byteCount ?? 0]
      + (doubtful?.named.map(\.count) ?? []) + [plainTextChunks ?? 0]
    return counts.allSatisfy(ManifestFiles.plausibleCounts.contains) && filter?.isEmpty != true
      && (source == nil) == (adopted != nil)
  }

  /// The paths of its date, with an empty root; nil if it names no date.
  package var layout: LakeLayout? {
    (try? CalendarDate(date)).map {
      LakeLayout(root: "", dataType: dataType, date: $0, key: PartitionKey(dataType, partitioning))
    }
  }

  /// Whether it is the manifest of this data type and date.
  package func isOf(_ dataType: MarketDataType, _ date: CalendarDate) -> Bool {
    self.dataType == dataType && self.date == date.description
  }
}
