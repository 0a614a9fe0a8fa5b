internal import BarLakeBytes

/// What a cleaning removed, or would remove, and what it left.
public struct LakeCleaning: Sendable {
  /// Something that was removed.
  public struct Removed: Hashable, Sendable, Encodable {
    /// What a run has left.
    public enum Kind: String, Encodable, Sendable {
      /// A staging folder.
      case staging
      /// A publishing list, and the data files that it names.
      case publishingList = "publishing_list"
    }

    /// What it was.
    public var kind: Kind
    /// The path of the folder or list, relative to the lake.
    public var path: String
    /// The number of data files that were removed with the list; 0 for a staging folder.
    public var fileCount: Int
    /// The bytes of these files, or of what was staged.
    public var byteCount: Int

    private enum CodingKeys: String, CodingKey {
      case kind, path
      case fileCount = "files"
      case byteCount = "bytes"
    }
  }

  /// Something that was left, because it may be of use.
  public struct Kept: Hashable, Sendable, Encodable {
    /// The path of a file of it, relative to the lake.
    public var path: String
    /// Why it was left and what to do, for people.
    public var reason: String
  }

  /// What was removed.
  public var removed: [Removed] = []
  /// What was left: dates that are not done and whose files no publishing list names, and staging
  /// folders that no run can have made.
  public var kept: [Kept] = []
  /// The runs that were passed over, as `{type}.{date}`.
  var inProgress: Set<ExactText> = []
  /// Whether nothing was changed.
  public var isDryRun: Bool

  init(isDryRun: Bool) {
    self.isDryRun = isDryRun
  }

  /// The number of dates that were passed over because a run holds their lock.
  public var inProgressCount: Int { inProgress.count }

  /// The bytes of everything that was removed.
  public var byteCount: Int { removed.reduce(0) { $0 + $1.byteCount } }
}

extension LakeCleaning: Encodable {
  private enum CodingKeys: String, CodingKey {
    case removed, kept
    case inProgressCount = "in_progress"
    case byteCount = "bytes"
    case isDryRun = "dry_run"
  }

  /// Encodes every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(removed, forKey: .removed)
    try container.encode(kept, forKey: .kept)
    try container.encode(inProgressCount, forKey: .inProgressCount)
    try container.encode(byteCount, forKey: .byteCount)
    try container.encode(isDryRun, forKey: .isDryRun)
  }
}
