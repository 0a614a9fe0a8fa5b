public import BarLake
public import BarLakeBytes

/// What a lake has and lacks, by its manifests and the names of its files; no file is opened.
/// `barlake status` prints it.
///
/// Source: `docs/spec.md`, STATUS-1 to STATUS-3.
public struct LakeStatus: Sendable, Encodable {
  /// The data types of which the lake has anything.
  public var dataTypes: [DataTypeStatus]
  /// What runs staged: leftovers of dead ones, lists of files to publish beside dates that are done
  /// among them, and what live ones work on.
  public var staged: [Staged]

  /// A folder in which a run stages files, or a list of them.
  public struct Staged: Hashable, Sendable, Encodable {
    /// Relative to the lake.
    public var path: String
    /// Whether the run is alive.
    public var isInProgress: Bool

    package init(path: String, isInProgress: Bool) {
      self.path = path
      self.isInProgress = isInProgress
    }

    private enum CodingKeys: String, CodingKey {
      case path
      case isInProgress = "in_progress"
    }
  }

  /// Looks at the lake in the directory `root`; nothing is changed and nobody is kept waiting.
  ///
  /// Cost: on all processors, the listing of every folder and the reading of every manifest; with
  /// `comparingSizes` a look at each file too.
  ///
  /// - Parameters:
  ///   - root: the lake's directory.
  ///   - comparingSizes: whether a file must have the size that its manifest says, as for an
  ///     ingest, and not only be there.
  ///   - cancellation: a request to stop.
  /// - Throws: `io_error`, also where `cancellation` asks to stop; `invalid_argument` where `root`
  ///   is no lake's directory.
  public init(
    root: String, comparingSizes: Bool = false, cancellation: Cancellation? = nil
  ) throws(IngestError) {
    let lake = try LakeInventory(root: root, cancellation: cancellation)
    dataTypes = []
    staged = []
    for type in try lake.dataTypes() {
      let status = try DataTypeStatus(type, of: lake, comparingSizes: comparingSizes)
      dataTypes.append(status)
      staged += status.lists.map { Staged(path: $0, isInProgress: false) }
    }
    staged += try lake.staging().map { Staged(path: $0.path, isInProgress: $0.isInProgress) }
  }

  private enum CodingKeys: String, CodingKey {
    case staged
    case dataTypes = "data_types"
  }
}

/// What a lake has and lacks of one data type.
public struct DataTypeStatus: Sendable {
  /// The data type.
  public var dataType: MarketDataType
  /// The profile that the first commit fixed; nil where it is missing or not readable.
  public var profile: Profile?
  /// The partitioning, likewise.
  public var partitioning: Partitioning?
  /// Whether columns that directories name are stored too, likewise.
  public var embedPartitionColumns: Bool?
  /// The extra columns, likewise.
  public var extraColumns: [ExtraColumn]?
  /// The dates that are done, in order.
  public var done: [CalendarDate] = []
  /// The trading days between the first and the last of them that are not done. Days before
  /// ``TradingCalendar/firstDay`` are never missing.
  public var missing: [CalendarDate]
  /// Those of the dates that are done on which the exchanges did not trade.
  public var notTradingDays: [CalendarDate]
  /// Those of the dates that are done with a filter, in order.
  public var filtered: [FilteredDate] = []
  /// Dates that are not done, or being worked on, and of which something is there.
  public var unfinished: [UnfinishedDate] = []
  /// Those of the dates that are done of which rows look wrong, by their manifests; older manifests
  /// do not say.
  public var doubtful: [DoubtfulDate] = []
  /// The rows that look wrong of all dates that are done.
  public var doubtfulBars = DoubtfulBars()
  /// What lies in the type's folder and belongs to no date: what is no file of one, and what the
  /// manifest of a date that is done does not list. Relative to the lake.
  public var foreign: [String]
  /// Files of the dates that are done.
  public var fileCount = 0
  /// Rows of those files.
  public var rowCount = 0
  /// Bytes of those files.
  public var byteCount = 0
  /// Lists of files to publish that a run has left beside a date that is done.
  fileprivate var lists: [String] = []

  init(
    _ type: MarketDataType, of lake: LakeInventory, comparingSizes: Bool
  ) throws(IngestError) {
    dataType = type
    if case .read(let settings) = try lake.settings(of: type) {
      profile = settings.profile
      partitioning = settings.partitioning
      embedPartitionColumns = settings.embedPartitionColumns
      extraColumns = settings.extraColumns
    }
    let (months, foreign) = try lake.months(of: type)
    self.foreign = foreign
    for month in months {
      let summary = MonthSummary(
        try MonthInventory(month, of: lake, comparingSizes: comparingSizes))
      done += summary.done
      filtered += summary.filtered
      unfinished += summary.unfinished
      self.foreign += summary.foreign
      doubtful += summary.doubtful
      lists += summary.listed.map { lake.layout(of: type, $0).intent }
      fileCount += summary.fileCount
      rowCount += summary.rowCount
      byteCount += summary.byteCount
    }
    for date in doubtful { doubtfulBars += date.counts }
    notTradingDays = done.filter { TradingCalendar.isTradingDay($0) == false }
    missing = []
    if let first = done.first, let last = done.last {
      let there = Set(done)
      missing = TradingCalendar.tradingDays(from: first, through: last)
        .filter { !there.contains($0) }
    }
  }
}

extension DataTypeStatus: Encodable {
  private enum CodingKeys: String, CodingKey {
    case profile, partitioning, first, last, done, missing, unfinished, foreign, files, rows, bytes
    case dataType = "data_type"
    case embedPartitionColumns = "embed_partition_columns"
    case extraColumns = "extra_columns"
    case doneCount = "done_count"
    case notTradingDays = "not_trading_days"
    case filtered, doubtful
  }

  /// Writes every key, null where there is no value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(profile, forKey: .profile)
    try container.encode(partitioning, forKey: .partitioning)
    try container.encode(embedPartitionColumns, forKey: .embedPartitionColumns)
    try container.encode(extraColumns, forKey: .extraColumns)
    try container.encode(done.count, forKey: .doneCount)
    try container.encode(done.first, forKey: .first)
    try container.encode(done.last, forKey: .last)
    try container.encode(done, forKey: .done)
    try container.encode(missing, forKey: .missing)
    try container.encode(notTradingDays, forKey: .notTradingDays)
    try container.encode(filtered, forKey: .filtered)
    try container.encode(unfinished, forKey: .unfinished)
    try container.encode(doubtful, forKey: .doubtful)
    try doubtfulBars.encode(to: encoder)
    try container.encode(foreign, forKey: .foreign)
    try container.encode(fileCount, forKey: .files)
    try container.encode(rowCount, forKey: .rows)
    try container.encode(byteCount, forKey: .bytes)
  }
}

/// A date that is done and of which rows look wrong.
public struct DoubtfulDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// How many rows look wrong, by why they do.
  public var counts: DoubtfulBars

  /// Nil if the date is not done, no row of it looks wrong, or its manifest does not say.
  init?(_ inventory: DateInventory) {
    guard inventory.isDone, case .read(let manifest) = inventory.manifest,
      let counts = manifest.doubtful, !counts.isEmpty
    else { return nil }
    date = inventory.date
    self.counts = counts
  }

  private enum CodingKeys: String, CodingKey { case date }

  /// Writes the date and the counts at the same level.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(date, forKey: .date)
    try counts.encode(to: encoder)
  }
}

/// A date that is done for some symbols.
public struct FilteredDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// How many symbols were asked for; not each has rows.
  public var symbolCount: Int

  private enum CodingKeys: String, CodingKey {
    case date
    case symbolCount = "symbols"
  }
}

/// A date that is not done, of which something is there.
public struct UnfinishedDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// Whether somebody works on it now.
  public var isInProgress: Bool
  /// What is there, and why it is not enough, for people.
  public var reasons: [String]

  /// Nil if the date is done and nobody works on it.
  init?(_ inventory: DateInventory) {
    guard !inventory.isDone || inventory.isInProgress else { return nil }
    date = inventory.date
    isInProgress = inventory.isInProgress
    let counts = [
      ("files missing", inventory.missing.count),
      ("files of another size", inventory.resized.count),
      ("files in no manifest", inventory.unlisted.count),
    ]
    reasons = counts.filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }
    switch inventory.manifest {
    case .unreadable: reasons.append("a manifest that is not readable")
    case .read(let manifest) where !manifest.isOf(inventory.dataType, inventory.date):
      reasons.append("a manifest of another data type or date")
    case .read, .missing: break
    }
    if inventory.hasPublishingList { reasons.append("a list of files to publish") }
  }

  private enum CodingKeys: String, CodingKey {
    case date, reasons
    case isInProgress = "in_progress"
  }
}

/// What remains to be known of a month when its files are counted.
private struct MonthSummary: Sendable {
  var done: [CalendarDate] = []
  var filtered: [FilteredDate] = []
  var unfinished: [UnfinishedDate]
  var doubtful: [DoubtfulDate]
  var foreign: [String]
  /// Dates that are done, and beside which a list of files to publish lies that nobody works by.
  var listed: [CalendarDate]
  var fileCount = 0
  var rowCount = 0
  var byteCount = 0

  init(_ month: MonthInventory) {
    unfinished = month.dates.compactMap(UnfinishedDate.init)
    doubtful = month.dates.compactMap(DoubtfulDate.init)
    foreign = month.foreign
    listed = month.dates.filter { $0.isDone && !$0.isInProgress && $0.hasPublishingList }
      .map(\.date)
    for date in month.dates where date.isDone {
      done.append(date.date)
      if case .read(let manifest) = date.manifest, let filter = manifest.filter {
        filtered.append(FilteredDate(date: date.date, symbolCount: filter.count))
      }
      // Beside a date that is done, files that it does not list belong to nobody.
      foreign += date.unlisted
      guard case .read(let manifest) = date.manifest else { continue }
      fileCount += manifest.files.count
      rowCount += manifest.files.rowCount
      byteCount += manifest.files.byteCount
    }
  }
}
