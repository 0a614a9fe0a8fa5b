public import BarLake
public import BarLakeBytes

/// What a lake has and lacks, by its manifests and the names of its files. No data file is opened.
/// `barlake status` prints it.
///
/// Source: `docs/spec.md`, STATUS-1 to STATUS-3.
public struct LakeStatus: Sendable, Encodable {
  /// The data types of which the lake contains anything.
  public var dataTypes: [DataTypeStatus]
  /// Staging folders of live and dead runs, and publishing lists that are left beside dates that
  /// are done.
  public var staged: [Staged]

  /// A staging folder or a publishing list.
  public struct Staged: Hashable, Sendable, Encodable {
    /// Its path, relative to the lake.
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

  /// Reads the status of the lake in the folder `root`. Nothing is changed, and no ingest has to
  /// wait.
  ///
  /// Cost: on all processors, one listing per folder and one read per manifest; with
  /// `comparingSizes` also one status call per file.
  ///
  /// - Parameters:
  ///   - root: the lake's folder.
  ///   - dataType: the only data type to look at; nil for all.
  ///   - comparingSizes: whether a file must have the size in its manifest, as for an ingest, and
  ///     not only exist.
  ///   - cancellation: a request to stop.
  /// - Throws: `io_error`, also if `cancellation` asks to stop; `invalid_argument` if `root` is not
  ///   the folder of a lake.
  public init(
    root: String, dataType: MarketDataType? = nil, comparingSizes: Bool = false,
    cancellation: Cancellation? = nil
  ) throws(IngestError) {
    let lake = try LakeInventory(root: root, cancellation: cancellation)
    dataTypes = []
    staged = []
    for type in try lake.dataTypes() where dataType == nil || type == dataType {
      let status = try DataTypeStatus(type, of: lake, comparingSizes: comparingSizes)
      dataTypes.append(status)
      staged += status.lists.map { Staged(path: $0, isInProgress: false) }
    }
    staged += try lake.staging(of: dataType)
      .map { Staged(path: $0.path, isInProgress: $0.isInProgress) }
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
  /// The profile that the first commit fixed; nil if the settings are missing or cannot be read.
  public var profile: Profile?
  /// The partitioning, in the same way.
  public var partitioning: Partitioning?
  /// Whether columns that folders name are stored in the files too, in the same way.
  public var embedPartitionColumns: Bool?
  /// The extra columns, in the same way.
  public var extraColumns: [ExtraColumn]?
  /// The dates that are done, in order, with the figures of their manifests.
  public var doneDates: [DoneDate] = []
  /// The trading days between the first and the last done date that are not done. Days before
  /// ``TradingCalendar/firstDay`` are never missing.
  public var missing: [CalendarDate]
  /// The done dates on which the exchanges did not trade.
  public var notTradingDays: [CalendarDate]
  /// Dates of which something exists and that are not done or are in progress.
  public var unfinished: [UnfinishedDate] = []
  /// What lies in the type's folder and belongs to no date: names that are not those of a date's
  /// file, and files that the manifest of a done date does not list. Paths are relative to the
  /// lake.
  public var foreign: [String]
  /// Publishing lists that a run has left beside done dates.
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
      doneDates += summary.done
      unfinished += summary.unfinished
      self.foreign += summary.foreign
      lists += summary.listed.map { lake.layout(of: type, $0).intent }
    }
    let done = doneDates.map(\.date)
    notTradingDays = done.filter { TradingCalendar.isTradingDay($0) == false }
    missing = []
    if let first = done.first, let last = done.last {
      let there = Set(done)
      missing = TradingCalendar.tradingDays(from: first, through: last)
        .filter { !there.contains($0) }
    }
    try addStarted(of: lake)
  }
}

extension DataTypeStatus {
  /// Adds the dates of which a live run stages the first files, and of which nothing else exists.
  private mutating func addStarted(of lake: LakeInventory) throws(IngestError) {
    let known = Set(doneDates.map(\.date) + unfinished.map(\.date))
    let started = try lake.staging(of: dataType).filter(\.isInProgress)
      .compactMap(\.date).filter { !known.contains($0) }
    if started.isEmpty { return }
    unfinished += Set(started).map { UnfinishedDate(inProgress: $0) }
    unfinished.sort { $0.date < $1.date }
  }

  /// The dates that are done, in order.
  public var done: [CalendarDate] { doneDates.map(\.date) }

  /// The dates that are done with a filter, in order.
  public var filtered: [FilteredDate] { doneDates.compactMap(FilteredDate.init) }

  /// The done dates that have doubtful bars, by their manifests. Older manifests do not count them.
  public var doubtful: [DoubtfulDate] { doneDates.compactMap(DoubtfulDate.init) }

  /// The sum of the doubtful bars of all done dates.
  public var doubtfulBars: DoubtfulBars {
    doubtful.reduce(into: DoubtfulBars()) { $0 += $1.counts }
  }

  /// The number of files of the done dates.
  public var fileCount: Int { doneDates.reduce(0) { $0 + $1.fileCount } }

  /// The number of rows in those files.
  public var rowCount: Int { doneDates.reduce(0) { $0 + $1.rowCount } }

  /// The number of bytes in those files.
  public var byteCount: Int { doneDates.reduce(0) { $0 + $1.byteCount } }
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

  /// Encodes every key; null if there is no value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(profile, forKey: .profile)
    try container.encode(partitioning, forKey: .partitioning)
    try container.encode(embedPartitionColumns, forKey: .embedPartitionColumns)
    try container.encode(extraColumns, forKey: .extraColumns)
    let done = done
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

/// A done date that has doubtful bars.
public struct DoubtfulDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// The number of doubtful bars of each kind.
  public var counts: DoubtfulBars

  /// Nil if the date has no doubtful bars, or its manifest does not count them.
  init?(_ done: DoneDate) {
    guard let counts = done.doubtful, !counts.isEmpty else { return nil }
    date = done.date
    self.counts = counts
  }

  private enum CodingKeys: String, CodingKey { case date }

  /// Encodes the date and the counts at the same level.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(date, forKey: .date)
    try counts.encode(to: encoder)
  }
}

/// A date that is done for some symbols only.
public struct FilteredDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// The number of requested symbols; some may have no rows.
  public var symbolCount: Int

  /// Nil if the date was made without a filter.
  init?(_ done: DoneDate) {
    guard let symbolCount = done.symbolCount else { return nil }
    date = done.date
    self.symbolCount = symbolCount
  }

  private enum CodingKeys: String, CodingKey {
    case date
    case symbolCount = "symbols"
  }
}

/// A date of which something exists and that is not done.
public struct UnfinishedDate: Hashable, Sendable, Encodable {
  /// The date.
  public var date: CalendarDate
  /// Whether a run holds its lock now.
  public var isInProgress: Bool
  /// What exists, and what is wrong with it, for people.
  public var reasons: [String]

  /// A date of which nothing exists but what a live run stages.
  init(inProgress date: CalendarDate) {
    self.date = date
    isInProgress = true
    reasons = []
  }

  /// Nil if the date is done and no run holds its lock.
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

/// What remains of a month after its files are counted.
private struct MonthSummary: Sendable {
  var done: [DoneDate]
  var unfinished: [UnfinishedDate]
  var foreign: [String]
  /// Done dates beside which a publishing list lies that no live run uses.
  var listed: [CalendarDate]

  init(_ month: MonthInventory) {
    done = month.dates.compactMap(DoneDate.init)
    unfinished = month.dates.compactMap(UnfinishedDate.init)
    // Beside a done date, files that its manifest does not list belong to no date.
    foreign = month.foreign + month.dates.filter(\.isDone).flatMap(\.unlisted)
    listed = month.dates.filter { $0.isDone && !$0.isInProgress && $0.hasPublishingList }
      .map(\.date)
  }
}
