package import BarLake
internal import BarLakeBytes

/// A date to ingest, and what from.
///
/// Source: `docs/flat-files.md`, FLAT-10.
package struct SyncTask: Equatable, Sendable {
  /// Why the date is ingested.
  package enum Reason: String, CaseIterable, Codable, Sendable {
    /// The lake has not done it.
    case missing
    /// It is done, and its source is another now.
    case reissued
    /// It is done, and the call replaces dates that are.
    case forced

    /// What an ingest does if the date is done when its turn comes.
    package var policy: ExistingFilePolicy {
      switch self {
      case .missing: .skip
      case .reissued: .update
      case .forced: .overwrite
      }
    }
  }

  /// The flat file.
  package var file: ListedFile
  package var reason: Reason
  /// The column types with which the date is written.
  package var profile: Profile
  /// Where its data files will be, relative to the lake; `*` stands for the names of partitions.
  package var output: String

  package init(file: ListedFile, reason: Reason, profile: Profile, output: String) {
    self.file = file
    self.reason = reason
    self.profile = profile
    self.output = output
  }

  /// A name of the work: equal for equal work, whoever plans it. The first 32 digits of the SHA-256
  /// of the key, the tag or else the length, the profile and the version of the specification, each
  /// followed by a line feed, in hexadecimal.
  package var id: String {
    let parts = [
      file.key, file.etag ?? "\(file.byteCount)", profile.rawValue, BarLakeVersion.specification,
    ]
    let text = parts.map { $0 + "\n" }.joined()
    return String(SHA256Digest.of(Array(text.utf8).span).hexadecimal.prefix(32))
  }
}

extension SyncTask: Codable {
  /// No flat file has more bytes, and those of all tasks of a plan can be added.
  private static let byteLimit = 1 << 40

  private enum CodingKeys: String, CodingKey {
    case kind, task, date, key, etag, profile, output, why
    case dataType = "data_type"
    case sourceBytes = "source_bytes"
  }

  /// Encodes the line of a plan.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("task", forKey: .kind)
    try encodeName(to: encoder)
    try container.encode(file.byteCount, forKey: .sourceBytes)
    try container.encodeIfPresent(file.etag, forKey: .etag)
    try container.encode(profile, forKey: .profile)
    try container.encode(output, forKey: .output)
  }

  /// Encodes what every line about the task has: its id, the date, the file, and why.
  func encodeName(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .task)
    try container.encode(file.dataType, forKey: .dataType)
    try container.encode(file.date, forKey: .date)
    try container.encode(file.key, forKey: .key)
    try container.encode(reason, forKey: .why)
  }

  /// Decodes the line of a plan; the id must be that of the work.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let date = try container.decode(String.self, forKey: .date)
    file = ListedFile(
      dataType: try container.decode(MarketDataType.self, forKey: .dataType),
      date: try CalendarDate(date), key: try container.decode(String.self, forKey: .key),
      byteCount: try container.decode(Int.self, forKey: .sourceBytes),
      etag: try container.decodeIfPresent(String.self, forKey: .etag))
    guard (0...Self.byteLimit).contains(file.byteCount) else {
      throw DecodingError.dataCorruptedError(
        forKey: .sourceBytes, in: container, debugDescription: "no flat file is so long")
    }
    profile = try container.decode(Profile.self, forKey: .profile)
    output = try container.decode(String.self, forKey: .output)
    reason = try container.decode(Reason.self, forKey: .why)
    guard try container.decode(String.self, forKey: .task).isSame(as: id) else {
      throw DecodingError.dataCorruptedError(
        forKey: .task, in: container, debugDescription: "the id is not that of the work")
    }
  }
}
