/// What makes a date done: its files, and how they were made. No clock, host or user is in it.
///
/// As `Codable` it is all but the files, which ``ManifestText`` writes and reads.
///
/// Source: `docs/spec.md`, PART-6 and PART-7.
struct Manifest: Codable, Equatable, Sendable {
  struct File: Codable, Equatable, Sendable {
    /// Relative to the lake.
    var path: String
    var byteCount: Int
    var rowCount: Int
    /// In hexadecimal.
    var sha256: String

    private enum CodingKeys: String, CodingKey {
      case path, sha256
      case byteCount = "bytes"
      case rowCount = "rows"
    }
  }

  struct Source: Codable, Equatable, Sendable {
    /// The length as it was handed in, compressed if it was.
    var byteCount: Int
    /// In hexadecimal.
    var sha256: String

    private enum CodingKeys: String, CodingKey {
      case byteCount = "bytes"
      case sha256
    }
  }

  /// Counts of the date's rows. One that manifests of an earlier version lack is optional.
  struct Rows: Codable, Equatable, Sendable {
    var read: Int
    var written: Int
    var filtered: Int
  }

  var dataType: MarketDataType
  var date: String
  var files = ManifestFiles()
  var rows: Rows
  var source: Source
  var profile: Profile
  var partitioning: Partitioning
  /// The symbols that the date is limited to; nil for none.
  var filter: [String]?
  var writer: String
  var specVersion: String
  /// Column chunks without the dictionary that their column has elsewhere (PARQ-2.6); nil in manifests
  /// of specification 1.0, which does not count them.
  var plainTextChunks: Int?

  private enum CodingKeys: String, CodingKey {
    case date, rows, source, profile, partitioning, filter, writer
    case dataType = "data_type"
    case specVersion = "spec_version"
    case plainTextChunks = "plain_text_chunks"
  }
}

extension Manifest {
  /// The manifest that `bytes` write, which may be of any origin; nil if they write none, or one that
  /// no run can have written.
  init?(_ bytes: [UInt8]) {
    guard let manifest = try? ManifestText.manifest(bytes) else { return nil }
    self = manifest
  }

  /// Whether a run can have written it; its files have been looked at.
  var isPossible: Bool {
    [rows.read, rows.written, rows.filtered, source.byteCount, plainTextChunks ?? 0]
      .allSatisfy(ManifestFiles.plausibleCounts.contains) && filter?.isEmpty != true
  }

  /// Where the files of its date lie, below no root; nil if it is of no date.
  var layout: LakeLayout? {
    (try? CalendarDate(date)).map { date in
      LakeLayout(
        root: "", dataType: dataType, date: date, key: PartitionKey(dataType, partitioning))
    }
  }

  /// Whether it is the manifest of this data type and date, and not one that was put in its place.
  func isOf(_ dataType: MarketDataType, _ date: CalendarDate) -> Bool {
    self.dataType == dataType && self.date == date.description
  }
}

/// The choices of a data type that its first commit fixes for the whole lake.
///
/// Source: `docs/spec.md`, SCHEMA-8.
struct LakeSettings: Codable, Equatable, Sendable {
  var profile: Profile
  var partitioning: Partitioning
  var embedPartitionColumns: Bool
  var extraColumns: [ExtraColumn]

  /// In what `other` differs, for people: `profile classic, not portable`.
  func differences(from other: LakeSettings) -> String {
    func text(_ columns: [ExtraColumn]) -> String {
      let columns = columns.map { "\($0.name):\($0.type.rawValue)" }
      return columns.isEmpty ? "none" : columns.joined(separator: ",")
    }
    let choices = [
      ("profile", profile.rawValue, other.profile.rawValue),
      ("partitioning", partitioning.rawValue, other.partitioning.rawValue),
      (
        "embed_partition_columns", String(embedPartitionColumns),
        String(other.embedPartitionColumns)
      ),
      ("extra_columns", text(extraColumns), text(other.extraColumns)),
    ]
    return choices.filter { !$0.1.utf8.elementsEqual($0.2.utf8) }
      .map { "\($0.0) \($0.1), not \($0.2)" }.joined(separator: "; ")
  }

  init(_ options: IngestOptions) {
    profile = options.profile
    partitioning = options.partitioning
    embedPartitionColumns = options.embedPartitionColumns
    extraColumns = options.extraColumns
  }

  private enum CodingKeys: String, CodingKey {
    case profile, partitioning
    case embedPartitionColumns = "embed_partition_columns"
    case extraColumns = "extra_columns"
  }
}
