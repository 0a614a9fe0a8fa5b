/// What makes a date done: its files, and how they were made. No clock, host or user is in it.
///
/// Source: `docs/spec.md`, PART-6.
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

  struct Rows: Codable, Equatable, Sendable {
    var read: Int
    var written: Int
    var filtered: Int
  }

  var dataType: MarketDataType
  var date: String
  var files: [File]
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
    case date, files, rows, source, profile, partitioning, filter, writer
    case dataType = "data_type"
    case specVersion = "spec_version"
    case plainTextChunks = "plain_text_chunks"
  }
}

extension Manifest {
  /// The manifest that `bytes` write, which may be of any origin; nil if they write none, or one that
  /// no run can have written.
  init?(_ bytes: [UInt8]) {
    guard let manifest = JSON.value(Manifest.self, from: bytes), manifest.isPossible else {
      return nil
    }
    self = manifest
  }

  private var isPossible: Bool {
    let counts =
      [rows.read, rows.written, rows.filtered, source.byteCount]
      + files.flatMap { [$0.byteCount, $0.rowCount] } + [plainTextChunks ?? 0]
    return counts.allSatisfy(Self.plausibleCounts.contains)
      && Set(files.map(\.path)).count == files.count && filter?.isEmpty != true
  }

  /// Bytes and rows; within these limits the sums of a lake are numbers too.
  private static let plausibleCounts = 0...1 << 40

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
