internal import Bytes

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
  /// The written rows that look wrong; nil from writers that did not count them.
  var doubtful: DoubtfulBars?
  var writer: String
  var specVersion: String

  private enum CodingKeys: String, CodingKey {
    case date, files, rows, source, profile, partitioning, filter, doubtful, writer
    case dataType = "data_type"
    case specVersion = "spec_version"
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
      + files.flatMap { [$0.byteCount, $0.rowCount] }
      + (doubtful?.named.map(\.count) ?? [])
    return counts.allSatisfy(Self.plausibleCounts.contains)
      && Set(files.map { ExactText($0.path) }).count == files.count && filter?.isEmpty != true
  }

  /// Bytes and rows; within these limits the sums of a lake are numbers too.
  private static let plausibleCounts = 0...1 << 40

  /// Whether it is the manifest of this data type and date, and not one that was put in its place.
  func isOf(_ dataType: MarketDataType, _ date: CalendarDate) -> Bool {
    self.dataType == dataType && self.date == date.description
  }
}
