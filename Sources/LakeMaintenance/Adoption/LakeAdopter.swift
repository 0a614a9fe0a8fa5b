public import BarLake
public import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeHivePartitions
internal import BarLakeParquetReading
internal import LakeInspection

/// Makes dates done whose data files are there without a manifest: after the loss of `.barlake`, or
/// in a lake that another program wrote. `barlake adopt` calls it.
///
/// Every file is checked before, on all processors, as `LakeVerifier` checks it. A date of whose
/// symbols some were lost with their files looks whole, and nothing can show that.
///
/// Memory is bounded as that of `LakeVerifier`. If the process dies, the dates that have a
/// manifest are done, and the same call adopts the others.
///
/// Source: `docs/spec.md`, MAINT-3.
public struct LakeAdopter: Sendable {
  private let lake: LakeInventory
  private let dataType: MarketDataType?
  private let profile: Profile?
  private let isDryRun: Bool
  private let withoutLocks: Bool

  /// Makes an adopter of the lake in the folder `root`, or of one data type of it.
  ///
  /// - Parameters:
  ///   - root: the lake's folder; it need not have BarLake's own folder.
  ///   - dataType: one of the four names of `MarketDataType`; nil for all.
  ///   - profile: the profile of files that another program wrote; nil if such dates are refused.
  ///   - isDryRun: whether to check only, without a lock and a change.
  ///   - withoutLocks: whether to go on where the file system offers no locks. The caller promises
  ///     that nobody else writes to the lake meanwhile.
  ///   - cancellation: a request to stop, which makes ``adopt()`` throw `io_error`.
  /// - Throws: `unknown_data_type`, `io_error`; `invalid_argument` if `profile` is none, or `root`
  ///   has no folder of BarLake or of a data type.
  public init(
    root: String, dataType: String? = nil, profile: String? = nil, isDryRun: Bool = false,
    withoutLocks: Bool = false, cancellation: Cancellation? = nil
  ) throws(IngestError) {
    if let dataType {
      self.dataType = try MarketDataType(name: dataType)
    } else {
      self.dataType = nil
    }
    if let profile {
      guard let known = Profile(rawValue: profile) else {
        let names = Profile.allCases.map(\.rawValue).joined(separator: " or ")
        throw .invalidArgument("profile", profile, names)
      }
      self.profile = known
    } else {
      self.profile = nil
    }
    self.isDryRun = isDryRun
    self.withoutLocks = withoutLocks
    lake = try LakeInventory(root: root, cancellation: cancellation, needsOwnFolder: false)
  }

  /// Adopts each date that has data files and no valid manifest.
  ///
  /// - Throws: `output_conflict` if a symbolic link or a folder is in the place of one of BarLake's
  ///   own files; `io_error`. Dates that were adopted before stay done.
  public func adopt() throws(IngestError) -> LakeAdoption {
    var adoption = LakeAdoption(isDryRun: isDryRun)
    for type in try lake.dataTypes() where dataType == nil || dataType == type {
      var settings = AdoptedSettings(type, root: lake.root)
      let (months, foreign) = try lake.months(of: type)
      adoption.foreign += foreign
      for month in months {
        let inventory = try MonthInventory(month, of: lake, comparingSizes: true)
        adoption.foreign += inventory.foreign
        let dates = chosen(inventory, inventory.dates, &adoption)
        for batch in Self.batches(dates) {
          try adopt(batch, of: month, &settings, &adoption)
        }
      }
    }
    return adoption
  }

  /// The files that are checked together, unless a single date has more.
  private static let batchFileCount = 2_000

  /// The dates in parts of about so many files, which bounds what is held of them.
  private static func batches(_ dates: [DateInventory]) -> [[DateInventory]] {
    var batches: [[DateInventory]] = []
    var fileCount = batchFileCount
    for date in dates {
      if fileCount + date.unlisted.count > batchFileCount {
        batches.append([])
        fileCount = 0
      }
      batches[batches.count - 1].append(date)
      fileCount += date.unlisted.count
    }
    return batches
  }

  // MARK: Which dates

  /// The dates of `dates` that may be adopted. The others are counted, or refused.
  private func chosen(
    _ month: MonthInventory, _ dates: [DateInventory], _ adoption: inout LakeAdoption
  ) -> [DateInventory] {
    dates.filter { date in
      if date.isInProgress {
        adoption.inProgressCount += 1
        return false
      }
      return isAdoptable(date, month, &adoption)
    }
  }

  private func isAdoptable(
    _ date: DateInventory, _ month: MonthInventory, _ adoption: inout LakeAdoption
  ) -> Bool {
    if date.isDone {
      adoption.doneCount += 1
      return false
    }
    if let refusal = refusal(of: date, month) {
      refuse(date.dataType, date.date, refusal, &adoption)
      return false
    }
    return !date.unlisted.isEmpty
  }

  private func refuse(
    _ type: MarketDataType, _ date: CalendarDate, _ refusal: AdoptionRefusal,
    _ adoption: inout LakeAdoption
  ) {
    adoption.refused.append(
      RefusedDate(dataType: type, date: date, problems: refusal.problems.sorted()))
  }

  /// Why a date that is not done is not adopted, by names alone.
  private func refusal(
    of date: DateInventory, _ month: MonthInventory
  ) -> AdoptionRefusal? {
    let layout = layout(date)
    if case .read(let manifest) = date.manifest, manifest.isOf(date.dataType, date.date) {
      let count = date.missing.count + date.resized.count
      return AdoptionRefusal(
        .missing, layout.manifest,
        "\(count) of \(manifest.files.count) files are missing or of another size; ingest the date "
          + "again, with --on-existing overwrite")
    }
    if date.hasPublishingList {
      return AdoptionRefusal(
        .leftover, layout.intent,
        "left by a run that died while it published, so its files may be of two runs; ingest the "
          + "date again, or remove them with barlake clean")
    }
    let isOfSymbols = date.unlisted.contains { $0.parts(separatedBy: "/").count == 5 }
    let folders = isOfSymbols ? month.foreign.compactMap { misnamed($0, date.dataType) } : []
    return folders.isEmpty ? nil : AdoptionRefusal(folders)
  }

  /// What is wrong with the folder of a symbol that has not the name that BarLake gives it, so that
  /// its files would be left out; nil for anything else.
  private func misnamed(_ path: String, _ type: MarketDataType) -> LakeFinding? {
    let parts = path.parts(separatedBy: "/")
    guard parts.count == 4, let key = PartitionKey(type, .symbol),
      let value = parts[3].dropping(prefix: "\(key.name)=")
    else { return nil }
    let name = key.folders.name(of: Array(value.utf8))
    let remedy = name.map { "; if the value is \(value), rename it to \($0)" } ?? ""
    return LakeFinding(
      kind: .unlisted, path: path, problem: "no name of a symbol's folder in a lake\(remedy)")
  }

  private func layout(_ date: DateInventory) -> LakeLayout {
    LakeLayout(root: lake.root, dataType: date.dataType, date: date.date, key: nil)
  }

  // MARK: Checking

  private func adopt(
    _ batch: [DateInventory], of month: LakeMonth, _ settings: inout AdoptedSettings,
    _ adoption: inout LakeAdoption
  ) throws(IngestError) {
    var locks: [CalendarDate: MaintainedDate] = [:]
    var dates = batch
    if !isDryRun {
      for date in batch {
        if let lock = try MaintainedDate.free(layout(date), withoutLocks: withoutLocks) {
          locks[date.date] = lock
        } else {
          adoption.inProgressCount += 1
        }
      }
      // Only under its lock a date stays as it is.
      let now = try MonthInventory(lake.refreshed(month), of: lake, comparingSizes: true)
      dates = now.dates.filter { locks[$0.date] != nil && isAdoptable($0, now, &adoption) }
    }
    let found = try adoptable(dates, &adoption)
    let verified = try verified(found, &adoption)
    let counted = try counted(verified, &adoption)
    try settings.commit(counted, locks, lake.cancellation, &adoption)
    withExtendedLifetime(locks) {}
  }

  /// The dates whose files agree with each other.
  private func adoptable(
    _ dates: [DateInventory], _ adoption: inout LakeAdoption
  ) throws(IngestError) -> [AdoptableDate] {
    let files = dates.flatMap { date in date.unlisted.map { (layout(date), $0) } }
    let cancellation = lake.cancellation
    let read = OrderedWork.map(count: files.count) { number in
      let (layout, path) = files[number]
      return Result { () throws(ParquetReadingError) in
        try FileClaims(path, of: layout, cancellation: cancellation)
      }
    }
    try lake.checkCancellation()
    var adoptable: [AdoptableDate] = []
    var next = 0
    for date in dates {
      let claims = Array(read[next..<next + date.unlisted.count])
      next += claims.count
      do throws(AdoptionRefusal) {
        adoptable.append(try self.adoptable(date, claims))
      } catch {
        try lake.checkCancellation()
        refuse(date.dataType, date.date, error, &adoption)
      }
    }
    return adoptable
  }

  private func adoptable(
    _ date: DateInventory, _ read: [Result<FileClaims, ParquetReadingError>]
  ) throws(AdoptionRefusal) -> AdoptableDate {
    var claims: [FileClaims] = []
    var faults: [LakeFinding] = []
    for (path, result) in zip(date.unlisted, read) {
      switch result {
      case .success(let file): claims.append(file)
      case .failure(let error): faults.append(unreadable(path, error))
      }
    }
    if !faults.isEmpty { throw AdoptionRefusal(faults) }
    var adoptable = try AdoptableDate(claims, of: layout(date), profile: profile)
    guard let digest = claims[0].origin?[MetadataKey.filter],
      !digest.isSame(as: SymbolFilter.name(nil))
    else { return adoptable }
    let search = FilterSearch(
      layout: adoptable.layout, paths: claims.map(\.path), cancellation: lake.cancellation)
    do throws(ParquetReadingError) {
      adoptable.manifest.filter = try search.symbols(digest)
    } catch {
      throw AdoptionRefusal([unreadable(claims[0].path, error)])
    }
    if adoptable.manifest.filter == nil {
      throw AdoptionRefusal(
        .metadata, claims[0].path,
        "the date is limited to symbols of which some have no row, so they are not known; ingest "
          + "the date again")
    }
    return adoptable
  }

  private func unreadable(_ path: String, _ error: ParquetReadingError) -> LakeFinding {
    var problem = "\(error)"
    if case .system(let error) = error.reason {
      problem = IngestError.io(error, root: lake.root).message
    }
    return LakeFinding(kind: .unreadable, path: path, problem: problem)
  }

  /// The dates of whose files nothing is found to be wrong.
  private func verified(
    _ dates: [AdoptableDate], _ adoption: inout LakeAdoption
  ) throws(IngestError) -> [AdoptableDate] {
    let shapes = dates.map { date in
      LakeFileShape(
        date.layout.dataType,
        LakeSettings(date.settings, or: LakeSettings(for: date.layout.dataType)))
    }
    let places = dates.indices.flatMap { number in
      dates[number].manifest.files.indices.map { (date: number, file: $0) }
    }
    let lake = lake
    let outcomes = try OrderedWork.map(count: places.count) { number throws(IngestError) in
      let (number, file) = places[number]
      let date = dates[number]
      return try FileVerification(
        date.manifest.files[file], of: date.manifest, date.layout,
        lakeMetadata: shapes[number].metadata, heldTextByteLimit: .max, in: lake
      ).run()
    }
    var findings: [Int: [LakeFinding]] = [:]
    for (place, outcome) in zip(places, outcomes) where !outcome.findings.isEmpty {
      findings[place.date, default: []] += outcome.findings
    }
    for (number, found) in findings.sorted(by: { $0.key < $1.key }) {
      let layout = dates[number].layout
      refuse(layout.dataType, layout.date, AdoptionRefusal(found), &adoption)
    }
    return dates.indices.filter { findings[$0] == nil }.map { dates[$0] }
  }

  /// The dates with their counts of doubtful bars, where a date is one file.
  private func counted(
    _ dates: [AdoptableDate], _ adoption: inout LakeAdoption
  ) throws(IngestError) -> [AdoptableDate] {
    let counts = OrderedWork.map(count: dates.count) { number in
      let date = dates[number]
      return Result { () throws(ParquetReadingError) in
        guard date.layout.key == nil else { return DoubtfulBars?.none }
        return try DoubtfulCount.bars(of: date.layout, profile: date.manifest.profile)
      }
    }
    try lake.checkCancellation()
    var counted: [AdoptableDate] = []
    for (date, count) in zip(dates, counts) {
      var date = date
      do throws(ParquetReadingError) {
        date.manifest.doubtful = try count.get()
        counted.append(date)
      } catch {
        let refusal = AdoptionRefusal([unreadable(date.layout.file, error)])
        refuse(date.layout.dataType, date.layout.date, refusal, &adoption)
      }
    }
    return counted
  }
}
