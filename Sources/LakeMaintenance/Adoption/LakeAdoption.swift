public import BarLake
public import LakeInspection

/// What an adoption did, or would do.
public struct LakeAdoption: Sendable {
  /// The dates that were made done, in order of data type and date.
  public var adopted: [AdoptedDate] = []
  /// The dates that stay as they are, with what is wrong with them.
  public var refused: [RefusedDate] = []
  /// The number of dates that were done already.
  public var doneCount = 0
  /// The number of dates that were passed over because a run holds their lock.
  public var inProgressCount = 0
  /// What lies below the folders of data types and cannot be a file of a date, relative to the
  /// lake.
  public var foreign: [String] = []
  /// Whether nothing was changed.
  public var isDryRun: Bool

  init(isDryRun: Bool) {
    self.isDryRun = isDryRun
  }
}

extension LakeAdoption: Encodable {
  private enum CodingKeys: String, CodingKey {
    case adopted, refused, foreign
    case doneCount = "done"
    case inProgressCount = "in_progress"
    case isDryRun = "dry_run"
  }
}

/// A date that was adopted.
public struct AdoptedDate: Hashable, Sendable {
  /// The data type.
  public var dataType: MarketDataType
  /// The date.
  public var date: CalendarDate
  /// The number of its data files.
  public var fileCount: Int
  /// The rows of these files.
  public var rowCount: Int
  /// The bytes of these files.
  public var byteCount: Int
  /// The column types.
  public var profile: Profile
  /// How the files are laid out.
  public var partitioning: Partitioning
  /// Whether another program wrote the files.
  public var isForeign: Bool
  /// The number of symbols to which the date is limited; nil without a filter.
  public var symbolCount: Int?

  init(_ manifest: Manifest, _ date: CalendarDate) {
    self.date = date
    dataType = manifest.dataType
    fileCount = manifest.files.count
    rowCount = manifest.files.rowCount
    byteCount = manifest.files.byteCount
    profile = manifest.profile
    partitioning = manifest.partitioning
    isForeign = manifest.adopted == .foreign
    symbolCount = manifest.filter?.count
  }
}

extension AdoptedDate: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, profile, partitioning
    case dataType = "data_type"
    case fileCount = "files"
    case rowCount = "rows"
    case byteCount = "bytes"
    case isForeign = "foreign"
    case symbolCount = "symbols"
  }

  /// Encodes every key; null without a filter.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(date, forKey: .date)
    try container.encode(fileCount, forKey: .fileCount)
    try container.encode(rowCount, forKey: .rowCount)
    try container.encode(byteCount, forKey: .byteCount)
    try container.encode(profile, forKey: .profile)
    try container.encode(partitioning, forKey: .partitioning)
    try container.encode(isForeign, forKey: .isForeign)
    try container.encode(symbolCount, forKey: .symbolCount)
  }
}

/// A date that was not adopted.
public struct RefusedDate: Hashable, Sendable, Encodable {
  /// The data type.
  public var dataType: MarketDataType
  /// The date.
  public var date: CalendarDate
  /// What is wrong, at least one problem.
  public var problems: [LakeFinding]

  private enum CodingKeys: String, CodingKey {
    case date, problems
    case dataType = "data_type"
  }
}
