public import BarLake
public import BarLakeBytes
internal import LakeInspection

/// Removes dates of a data type: their data files, manifests, and folders that become empty.
/// `barlake remove` calls it.
///
/// First the date is made undone, then its files are removed. If the process dies in between, the
/// date is not done, its publishing list names the files that are left, and the same call completes
/// the removal. An ingest of the date is possible at any time.
///
/// Source: `docs/spec.md`, MAINT-1.
public struct LakeRemover: Sendable {
  private let lake: LakeInventory
  private let dataType: MarketDataType
  private let isDryRun: Bool
  private let withoutLocks: Bool

  /// Makes a remover for a data type of the lake in the folder `root`.
  ///
  /// - Parameters:
  ///   - root: the lake's folder.
  ///   - dataType: one of the four names of `MarketDataType`.
  ///   - isDryRun: whether to report only what would be removed, without a lock and a change.
  ///   - withoutLocks: whether to go on where the file system offers no locks. The caller promises
  ///     that nobody else writes to the lake meanwhile.
  ///   - cancellation: a request to stop. A removal that has begun is completed.
  /// - Throws: `unknown_data_type`, `io_error`; `invalid_argument` if `root` is not the folder of a
  ///   lake.
  public init(
    root: String, dataType: String, isDryRun: Bool = false, withoutLocks: Bool = false,
    cancellation: Cancellation? = nil
  ) throws(IngestError) {
    self.dataType = try MarketDataType(name: dataType)
    self.isDryRun = isDryRun
    self.withoutLocks = withoutLocks
    lake = try LakeInventory(root: root, cancellation: cancellation)
  }

  /// Removes the date `date`, written `YYYY-MM-DD`. Waits for a run that ingests it.
  ///
  /// - Throws: an error with the date. `invalid_date`; `invalid_argument` if the lake has no
  ///   manifest and no publishing list of the date; `output_conflict` if its manifest is not
  ///   readable, or a symbolic link is in the way; `io_error`.
  public func remove(_ date: String) throws(IngestError) -> RemovedDate {
    do {
      let layout = LakeLayout(
        root: lake.root, dataType: dataType, date: try CalendarDate(date),
        key: PartitionKey(dataType, dataType.defaultPartitioning))
      // Without a look before, the lock of a date that is not there would be made.
      let found = try found(layout)
      if isDryRun { return removed(found, layout) }
      return try remove(layout)
    } catch {
      var error = error
      error.date = date
      throw error
    }
  }

  private func remove(_ layout: LakeLayout) throws(IngestError) -> RemovedDate {
    let date = try MaintainedDate.waiting(
      for: layout, withoutLocks: withoutLocks, cancellation: lake.cancellation)
    let files = try found(layout)
    try layout.system { () throws(SystemError) in
      try files.checkFileSystem()
      let typeLock = try date.lockType(lake.cancellation)
      try date.put(PublishingList.bytes(removing: files.paths), at: layout.intent)
      try date.remove(layout.manifest)
      try files.remove()
      try date.remove(layout.intent)
      _ = consume typeLock
    }
    return removed(files, layout)
  }

  private func removed(_ files: FilesOfDate, _ layout: LakeLayout) -> RemovedDate {
    RemovedDate(
      dataType: dataType, date: layout.date, fileCount: files.fileCount,
      byteCount: files.byteCount, isDryRun: isDryRun)
  }

  /// The data files of the date: those of its manifest, whatever they hold, and of its publishing
  /// list those that are the date's.
  private func found(_ layout: LakeLayout) throws(IngestError) -> FilesOfDate {
    try LakeObstacles(layout).checkOwn()
    let recorded = try lake.recordedPaths(of: layout)
    let list = try layout.system { () throws(SystemError) in try PublishingList(of: layout) }
    let hasManifest = try layout.system { () throws(SystemError) in
      try FileSystem.status(layout.absolute(layout.manifest)) != nil
    }
    guard hasManifest || list != nil else {
      throw IngestError(
        code: .invalidArgument, token: layout.date.description,
        message:
          "\(dataType.rawValue) has no manifest of the date; if its files are there, barlake "
          + "adopt makes one")
    }
    let known = Set(recorded.map(ExactText.init))
    let all = known.union((list?.paths ?? []).map(ExactText.init))
    try LakeObstacles(layout).checkMonth()
    try LakeObstacles(layout).check([], earlier: all)
    return try layout.system { () throws(SystemError) in
      var files = FilesOfDate(of: layout)
      for path in recorded { try files.append(path) }
      try list?.add(to: &files, of: layout, besides: known)
      return files
    }
  }
}

/// A date that was removed, or that would be.
public struct RemovedDate: Equatable, Sendable {
  /// The data type.
  public var dataType: MarketDataType
  /// The date.
  public var date: CalendarDate
  /// The number of its data files that were there.
  public var fileCount: Int
  /// The bytes of these files.
  public var byteCount: Int
  /// Whether nothing was changed.
  public var isDryRun: Bool
}

extension RemovedDate: Encodable {
  private enum CodingKeys: String, CodingKey {
    case status, date
    case dataType = "data_type"
    case fileCount = "files"
    case byteCount = "bytes"
    case isDryRun = "dry_run"
  }

  /// Encodes every key, and the status `removed`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("removed", forKey: .status)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(date, forKey: .date)
    try container.encode(fileCount, forKey: .fileCount)
    try container.encode(byteCount, forKey: .byteCount)
    try container.encode(isDryRun, forKey: .isDryRun)
  }
}
