public import BarLake
public import BarLakeBytes
internal import LakeInspection

/// Removes what runs that died have left in a lake: their staging folders, their publishing lists,
/// and the data files that these lists name and no manifest has. `barlake clean` calls it.
///
/// It never removes a data file that no publishing list names: after the loss of `.barlake` all
/// files of a lake would be such. It reports dates with such files.
///
/// Source: `docs/spec.md`, MAINT-2.
public struct LakeCleaner: Sendable {
  private let lake: LakeInventory
  private let isDryRun: Bool
  private let withoutLocks: Bool

  /// Makes a cleaner of the lake in the folder `root`.
  ///
  /// - Parameters:
  ///   - root: the lake's folder.
  ///   - isDryRun: whether to report only what would be removed, without a lock and a change.
  ///   - withoutLocks: whether to go on where the file system offers no locks. The caller promises
  ///     that nobody else writes to the lake meanwhile.
  ///   - cancellation: a request to stop.
  /// - Throws: `io_error`; `invalid_argument` if `root` is not the folder of a lake.
  public init(
    root: String, isDryRun: Bool = false, withoutLocks: Bool = false,
    cancellation: Cancellation? = nil
  ) throws(IngestError) {
    lake = try LakeInventory(root: root, cancellation: cancellation)
    self.isDryRun = isDryRun
    self.withoutLocks = withoutLocks
  }

  /// Cleans the lake. Dates whose lock a run holds are passed over.
  ///
  /// - Throws: `output_conflict` if a symbolic link is in the way; `io_error`. What was removed
  ///   before stays removed.
  public func clean() throws(IngestError) -> LakeCleaning {
    var cleaning = LakeCleaning(isDryRun: isDryRun)
    for staging in try lake.staging() {
      try lake.checkCancellation()
      if staging.isInProgress {
        cleaning.inProgress.insert(ExactText(Self.run(of: staging.path)))
      } else {
        try clean(staging.path, &cleaning)
      }
    }
    for type in try lake.dataTypes() {
      for month in try lake.months(of: type).months {
        for date in try MonthInventory(month, of: lake, comparingSizes: false).dates {
          try lake.checkCancellation()
          try clean(date, &cleaning)
        }
      }
    }
    return cleaning
  }

  /// The name of the run's lock: what stands before the last point of its folder's name.
  private static func run(of path: String) -> String {
    let name = path.parts(separatedBy: "/").last ?? ""
    return name.parts(separatedBy: ".").dropLast().joined(separator: ".")
  }

  /// The date of a run, which the name of its lock, `{type}.{date}`, tells; nil for other names.
  private func layout(ofRun name: String) -> LakeLayout? {
    let parts = name.parts(separatedBy: ".")
    guard parts.count == 2, let type = MarketDataType(rawValue: parts[0]),
      let date = try? CalendarDate(parts[1])
    else { return nil }
    return layout(type, date)
  }

  private func layout(_ type: MarketDataType, _ date: CalendarDate) -> LakeLayout {
    LakeLayout(
      root: lake.root, dataType: type, date: date,
      key: PartitionKey(type, type.defaultPartitioning))
  }

  /// What may be done with a date.
  private enum Access {
    /// Nothing: a run holds its lock.
    case none
    /// It is looked at, in a dry run.
    case look
    /// It is changed, while its lock is held.
    case change(MaintainedDate)
  }

  private func access(_ layout: LakeLayout) throws(IngestError) -> Access {
    if isDryRun { return .look }
    return try MaintainedDate.free(layout, withoutLocks: withoutLocks).map(Access.change) ?? .none
  }

  // MARK: Staging folders

  private func clean(_ path: String, _ cleaning: inout LakeCleaning) throws(IngestError) {
    let run = Self.run(of: path)
    if SyncRecord.isRun(run) { return try cleanRecord(path, of: run, &cleaning) }
    guard let layout = layout(ofRun: run) else {
      cleaning.kept.append(LakeCleaning.Kept(path: path, reason: "no run of BarLake has the name"))
      return
    }
    let access = try access(layout)
    if case .none = access {
      cleaning.inProgress.insert(ExactText(run))
      return
    }
    let byteCount = try layout.system { () throws(SystemError) in
      let byteCount = try Self.byteCount(of: layout.absolute(path))
      if case .change(let date) = access {
        try FileSystem.removeTree(layout.absolute(path))
        withExtendedLifetime(date) {}
      }
      return byteCount
    }
    cleaning.removed.append(
      LakeCleaning.Removed(kind: .staging, path: path, fileCount: 0, byteCount: byteCount))
  }

  /// Removes what the writer of a sync's record staged before it died.
  private func cleanRecord(
    _ path: String, of run: String, _ cleaning: inout LakeCleaning
  ) throws(IngestError) {
    do throws(SystemError) {
      let byteCount = try Self.byteCount(of: "\(lake.root)/\(path)")
      let isFree = isDryRun ? true : try SyncRecord.clean(run, root: lake.root)
      if isFree {
        cleaning.removed.append(
          LakeCleaning.Removed(kind: .staging, path: path, fileCount: 0, byteCount: byteCount))
      } else {
        cleaning.inProgress.insert(ExactText(run))
      }
    } catch {
      throw .io(error, root: lake.root)
    }
  }

  /// The bytes of the file `path`, or of the files directly in the folder `path`, where a run has
  /// all of its own.
  private static func byteCount(of path: String) throws(SystemError) -> Int {
    guard let status = try FileSystem.statusOfEntry(path) else { return 0 }
    guard status.kind == .directory else { return status.byteCount }
    var sum = 0
    for name in try FileSystem.namesIfPresent(in: path) {
      if let status = try FileSystem.statusOfEntry("\(path)/\(name)"), status.kind == .regular {
        sum += status.byteCount
      }
    }
    return sum
  }

  // MARK: Dates

  private func clean(
    _ date: DateInventory, _ cleaning: inout LakeCleaning
  ) throws(IngestError) {
    let layout = layout(date.dataType, date.date)
    let run = "\(date.dataType.rawValue).\(date.date)"
    if date.isInProgress {
      cleaning.inProgress.insert(ExactText(run))
      return
    }
    if let reason = Self.reasonToKeep(date) {
      let path = if case .missing = date.manifest { date.unlisted.first } else { layout.manifest }
      cleaning.kept.append(LakeCleaning.Kept(path: path ?? layout.manifest, reason: reason))
      return
    }
    guard date.hasPublishingList else { return }
    switch try access(layout) {
    case .none: cleaning.inProgress.insert(ExactText(run))
    case .look:
      if let removed = try clean(layout, nil) { cleaning.removed.append(removed) }
    case .change(let date):
      if let removed = try clean(layout, date) { cleaning.removed.append(removed) }
    }
  }

  /// Why nothing of the date is removed, although it is not done; nil if that is no question.
  private static func reasonToKeep(_ date: DateInventory) -> String? {
    if date.isDone { return nil }
    switch date.manifest {
    case .missing:
      if date.hasPublishingList || date.unlisted.isEmpty { return nil }
      return "files of \(date.date) that are in no manifest: \(date.unlisted.count); barlake adopt "
        + "makes one, and an ingest of the date replaces them"
    case .read(let manifest) where manifest.isOf(date.dataType, date.date):
      return "the date is not done, since files of its manifest are missing: "
        + "\(date.missing.count) of \(manifest.files.count); an ingest of the date replaces the "
        + "others, and barlake remove removes them"
    case .read, .unreadable:
      return "not readable; barlake adopt makes a new manifest from the files that are there"
    }
  }

  /// Removes the publishing list of a date, and first the files that it names. `date` is nil in a
  /// dry run. The result is nil if there is no list any longer.
  private func clean(
    _ layout: LakeLayout, _ date: MaintainedDate?
  ) throws(IngestError) -> LakeCleaning.Removed? {
    let recorded = Set(try lake.recordedPaths(of: layout).map(ExactText.init))
    guard
      let list = try layout.system({ () throws(SystemError) in try PublishingList(of: layout) })
    else { return nil }
    let paths = Set(list.paths.map(ExactText.init)).subtracting(recorded)
    if !paths.isEmpty {
      try LakeObstacles(layout).checkMonth()
      try LakeObstacles(layout).check([], earlier: paths)
    }
    return try layout.system { () throws(SystemError) in
      var files = FilesOfDate(of: layout)
      try list.add(to: &files, of: layout, besides: recorded)
      if let date {
        try files.checkFileSystem()
        let typeLock = try date.lockType(lake.cancellation)
        try files.remove()
        try date.remove(layout.intent)
        _ = consume typeLock
      }
      return LakeCleaning.Removed(
        kind: .publishingList, path: layout.intent, fileCount: files.fileCount,
        byteCount: files.byteCount)
    }
  }
}
