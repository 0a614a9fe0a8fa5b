package import BarLakeBytes
internal import BarLakeCommitting

/// The last state of a commit: dates of one data type whose files are ready, with the same options.
/// All of them become part of the lake, or none does.
///
/// Each step is done for all dates before the next step begins, so that dates that are published
/// together wait for the disk together.
package struct Publication: ~Copyable {
  private let dates: [ReadyDate]
  private let cancellation: Cancellation?
  private var journal = UndoJournal()
  /// The dates whose staged files may be lost, because a sync of them has failed. Another one may
  /// succeed all the same.
  private var lost: Range<Int> = 0..<0
  /// Whether the disk was waited for wherever this was asked for. Some file systems do not offer it
  /// for folders.
  private var isSynchronized = true

  /// Up to so many files are synced one by one. The sync of a file system waits for whatever other
  /// programs write to it, too.
  private static let fileLimit = 256

  package init(_ dates: [ReadyDate], cancellation: Cancellation?) {
    self.dates = dates
    self.cancellation = cancellation
  }

  /// Publishes dates together, or, if that fails, each alone, so that one that fails stops no
  /// other. Returns for each date what ``publish()`` returns, in order. After a request to stop
  /// none is published.
  package static func publish(
    _ dates: [ReadyDate], cancellation: Cancellation?
  ) -> [Result<Bool, IngestError>] {
    do throws(SystemError) {
      try cancellation?.check()
    } catch {
      return dates.map { date in
        date.discard()
        return .failure(.io(error, root: date.layout.root))
      }
    }
    func publishAlone(_ date: ReadyDate) -> Result<Bool, IngestError> {
      do throws(IngestError) {
        return .success(try Publication([date], cancellation: cancellation).publish())
      } catch {
        return .failure(error)
      }
    }
    if dates.count <= 1 { return dates.map(publishAlone) }
    var group = Publication(dates, cancellation: cancellation)
    do throws(IngestError) {
      try group.publishAll()
      group.removeStaging()
      let isSynchronized = group.isSynchronized
      return dates.map { _ in .success(isSynchronized) }
    } catch {
      // Only what was moved back to where it was staged can be published anew.
      let isWhole = !group.journal.hasLoss()
      let lost = group.lost
      guard group.takeBack(keepingStaged: isWhole), isWhole else {
        return dates.map { _ in .failure(error) }
      }
      return dates.enumerated().map { number, date in
        guard lost.contains(number) else { return publishAlone(date) }
        date.discard()
        return .failure(error)
      }
    }
  }

  /// The parts that all dates have in common: the lake, the data type, the options and the
  /// settings.
  private var common: FoundDate { dates[0].found }

  /// Publishes the files and makes the dates done. After an error it undoes all changes, except
  /// those that replaced something that cannot be restored. Returns whether everything is on disk:
  /// false if the file system does not offer to sync folders.
  ///
  /// - Throws: `output_conflict` if a foreign file is in the way or another program without the
  ///   lock was faster; `io_error`.
  package consuming func publish() throws(IngestError) -> Bool {
    do throws(IngestError) {
      try publishAll()
    } catch {
      takeBack()
      throw error
    }
    // The dates are done. The next run of a date removes staging that cannot be removed now.
    removeStaging()
    return isSynchronized
  }

  private mutating func publishAll() throws(IngestError) {
    let encoded = try encoded()
    let layout = common.layout
    // Other dates of the type wait until these are published or have failed.
    let typeLock: HeldLock
    do {
      typeLock = try lockType(cancellation)
    } catch {
      throw .io(error, root: layout.root)
    }
    let settingsFile = try settingsFile()
    var places: [[LakeState.Place]] = []
    for date in dates { places.append(try self.places(of: date)) }
    do throws(SystemError) {
      // Errors because of missing space or because something is in the way occur before the first
      // file of a done date is replaced.
      let staged = try stage(encoded, over: settingsFile)
      for date in dates { try date.shareStaged() }
      let isSynchronizedAsOne = try synchronizeStaged(with: staged.paths)
      try putLists(staged.lists)
      if let settings = staged.settings { try fix(settings, over: settingsFile) }
      try createDirectories(for: places)
      for (date, places) in zip(dates, places)
      where date.found.isDone || places.contains(.replaced) {
        try date.checkFileSystem()
      }
      try removeManifests()
      try publish(over: places)
      for date in dates { try date.removeStale() }
      try synchronizePublished(asOne: isSynchronizedAsOne)
      try putManifests(staged.manifests)
      withExtendedLifetime(typeLock) {}
    } catch {
      throw reported(error)
    }
  }

  /// The lock of the data type: settings and folders are those of all its dates.
  private func lockType(_ cancellation: Cancellation?) throws(SystemError) -> HeldLock {
    try HeldLock(
      common.layout.typeLock, of: common.layout, sharing: common.sharing,
      isRequired: !common.options.withoutLocks, cancellation: cancellation)
  }

  private func encoded() throws(IngestError) -> (settings: [UInt8], manifests: [[UInt8]]) {
    do {
      return (
        try JSON.bytes(LakeSettings(common.options)),
        try dates.map { try ManifestText.bytes($0.manifest) }
      )
    } catch {
      throw IngestError(
        code: .internalError, message: "the manifest cannot be written as JSON: \(error)")
    }
  }

  // MARK: What is there now

  /// What the commit does with the settings file. Another date of the type may have been faster.
  private func settingsFile() throws(IngestError) -> SettingsInForce.File {
    let now = try LakeState(common.layout, options: common.callOptions).settingsInForce()
    for date in dates where now.options.given != date.found.options.given { throw changed(now) }
    return now.file
  }

  /// The conflict of a call whose settings have changed since it read them.
  private func changed(_ now: SettingsInForce) -> IngestError {
    let layout = common.layout
    let type = layout.dataType.rawValue
    let event =
      now.source == nil
      ? "the settings of \(type) that this one took have been taken back meanwhile, by the call "
        + "that was about to fix them"
      : "another call has fixed the settings of \(type) meanwhile: see \(layout.settings)"
    return .conflict("\(event); the same call can be made again, and takes what is fixed then")
  }

  /// What exists at the paths of the data files of `date`.
  private func places(of date: ReadyDate) throws(IngestError) -> [LakeState.Place] {
    let state = LakeState(date.layout, options: date.found.options)
    try LakeObstacles(date.layout).check(date.partitions, earlier: date.found.earlierPaths)
    var places: [LakeState.Place] = []
    for partition in date.partitions {
      places.append(try state.place(partition.path, isDone: date.found.isDone))
    }
    return places
  }

  /// The system calls that publish only if nothing exists at the target.
  private static let exclusiveCalls = ["rename", "link"]

  /// The error to report for a failed step.
  private func reported(_ error: SystemError) -> IngestError {
    let layout = common.layout
    if Self.exclusiveCalls.contains(error.operation), error.number == SystemError.exists,
      !error.path.isSame(as: layout.absolute(layout.settings))
    {
      return .conflict(
        "another program made a file in the date's place meanwhile; the same call again decides "
          + "by what is there then")
    }
    return .io(error, root: layout.root)
  }

  // MARK: The steps, in their order

  /// BarLake's own files of the dates, staged; their paths, in the order of the dates.
  private struct StagedFiles {
    var lists: [String] = []
    var manifests: [String] = []
    /// Nil if the settings are there.
    var settings: String?

    var paths: [String] { lists + manifests + (settings.map { [$0] } ?? []) }
  }

  private func stage(
    _ encoded: (settings: [UInt8], manifests: [[UInt8]]), over file: SettingsInForce.File
  ) throws(SystemError) -> StagedFiles {
    var staged = StagedFiles()
    for (date, manifest) in zip(dates, encoded.manifests) {
      staged.lists.append(try date.write(date.list))
      staged.manifests.append(try date.write(manifest))
    }
    if file != .same { staged.settings = try dates[0].write(encoded.settings) }
    return staged
  }

  private mutating func putLists(_ staged: [String]) throws(SystemError) {
    for (number, (date, staged)) in zip(dates, staged).enumerated() {
      journal.record(.list(date: number))
      try FileSystem.rename(staged, to: date.layout.absolute(date.layout.intent))
    }
    try synchronizeManifestDirectory()
  }

  /// Puts the settings in their place: this is the first commit of the data type.
  private mutating func fix(
    _ staged: String, over file: SettingsInForce.File
  ) throws(SystemError) {
    let path = common.layout.absolute(common.layout.settings)
    if file == .replaced { try FileSystem.removeFile(path) }
    try FileSystem.renameExclusively(staged, to: path)
    journal.record(.settings)
    try synchronizeDirectory(FileSystem.parent(of: path))
  }

  private mutating func createDirectories(
    for places: [[LakeState.Place]]
  ) throws(SystemError) {
    for (date, places) in zip(dates, places) {
      for (partition, place) in zip(date.partitions, places) where place == .nothing {
        try createDirectories(above: partition.path)
      }
    }
  }

  /// Makes the folder of `path` and, if necessary, the ones above it.
  private mutating func createDirectories(above path: String) throws(SystemError) {
    do {
      // For most of thousands of files, only the last folder is missing.
      try createDirectory(FileSystem.parent(of: path))
    } catch {
      guard error.number == SystemError.notFound else { throw error }
      for folder in common.layout.directories(above: path) { try createDirectory(folder) }
    }
  }

  private mutating func createDirectory(_ path: String) throws(SystemError) {
    let absolute = common.layout.absolute(path)
    if try FileSystem.createDirectory(absolute) {
      journal.record(.folder(path))
      try common.sharing.share(folder: absolute)
    }
  }

  /// Waits until the staged files, and those at `paths`, are on disk. Returns whether this was done
  /// for the whole file system.
  private mutating func synchronizeStaged(with paths: [String]) throws(SystemError) -> Bool {
    let files = dates.flatMap { $0.partitions.map(\.stagedPath) } + paths
    if files.count > Self.fileLimit {
      lost = dates.indices
      if try synchronizeFileSystem() { return true }
    }
    if files.count > 1 { try FileSystem.startWriting(files) }
    for (number, date) in dates.enumerated() {
      lost = number..<number + 1
      for partition in date.partitions { try FileSystem.synchronizeFile(partition.stagedPath) }
    }
    // The small files are written anew by whoever tries again.
    lost = 0..<0
    for path in paths { try FileSystem.synchronizeFile(path) }
    return false
  }

  /// Syncs the file system by what was opened first, which so has seen every error since then.
  private func synchronizeFileSystem() throws(SystemError) -> Bool {
    try dates.lazy.compactMap(\.fileSystem).first?.synchronize() ?? false
  }

  /// Removes the old manifests. From here on no date is done until its new manifest exists, so an
  /// old manifest never makes new files done.
  private mutating func removeManifests() throws(SystemError) {
    var isAnyRemoved = false
    for (number, date) in dates.enumerated()
    where try FileSystem.removeFile(date.layout.absolute(date.layout.manifest)) {
      isAnyRemoved = true
      // If the date was not done, its manifest is no loss.
      if date.found.isDone { journal.record(.loss(date: number)) }
    }
    if isAnyRemoved { try synchronizeManifestDirectory() }
  }

  private mutating func publish(over places: [[LakeState.Place]]) throws(SystemError) {
    for (number, (date, places)) in zip(dates, places).enumerated() {
      for (partition, place) in zip(date.partitions, places) {
        let target = date.layout.absolute(partition.path)
        switch place {
        case .nothing:
          try FileSystem.renameExclusively(partition.stagedPath, to: target)
          journal.record(.file(partition.path, staged: partition.stagedPath))
        case .leftover:
          try FileSystem.rename(partition.stagedPath, to: target)
          journal.record(.file(partition.path, staged: partition.stagedPath))
        case .replaced:
          try FileSystem.rename(partition.stagedPath, to: target)
          journal.record(.loss(date: number))
        }
      }
    }
  }

  /// Waits until the folder entries of the published files are on disk.
  private mutating func synchronizePublished(asOne isSynchronizedAsOne: Bool) throws(SystemError) {
    if isSynchronizedAsOne, try synchronizeFileSystem() { return }
    let layout = common.layout
    let directories = dates.reduce(into: Set<ExactText>()) { $0.formUnion($1.directories) }
    for directory in directories.map(\.text).sorted(by: { $1.precedesInBytes($0) }) {
      let absolute = layout.absolute(directory)
      if try FileSystem.status(absolute)?.kind == .directory {
        try synchronizeDirectory(absolute)
      }
    }
    try synchronizeDirectory(layout.root)
  }

  private mutating func putManifests(_ staged: [String]) throws(SystemError) {
    for (number, (date, staged)) in zip(dates, staged).enumerated() {
      journal.record(.manifest(date: number))
      try FileSystem.rename(staged, to: date.layout.absolute(date.layout.manifest))
    }
    try synchronizeManifestDirectory()
    for date in dates {
      // The date is done. The next run of the date removes a list that cannot be removed now.
      _ = try? FileSystem.removeFile(date.layout.absolute(date.layout.intent))
    }
  }

  private mutating func synchronizeManifestDirectory() throws(SystemError) {
    try synchronizeDirectory(common.layout.absolute(common.layout.manifestDirectory))
  }

  private mutating func synchronizeDirectory(_ path: String) throws(SystemError) {
    if try !FileSystem.synchronizeDirectory(path) { isSynchronized = false }
  }

  // MARK: The way back

  /// Removes the staged files. Returns whether all are removed.
  @discardableResult
  private func removeStaging() -> Bool {
    var isAllRemoved = true
    for date in dates {
      do {
        try date.removeStaging()
      } catch {
        isAllRemoved = false
      }
    }
    return isAllRemoved
  }

  /// Walks the journal backwards, and removes the staged files unless they are kept. A change that
  /// cannot be undone does not stop it, because the error that led here is the one to report, and
  /// the next run of a date finds the rest. Returns whether all was taken back.
  @discardableResult
  private func takeBack(keepingStaged: Bool = false) -> Bool {
    // Without its manifest a date is not done, whatever else cannot be removed.
    let isUndone = walkBack(.own)
    let isStagingRemoved = keepingStaged && isUndone || removeStaging()
    if journal.changes.isEmpty { return isStagingRemoved }
    // Other dates of the type may be about to use the folders and settings that were made here.
    if let typeLock = try? lockType(nil) {
      walkBack(.shared)
      withExtendedLifetime(typeLock) {}
    }
    if isUndone, isStagingRemoved { walkBack(.lists) }
    return isUndone && isStagingRemoved
  }

  @discardableResult
  private func walkBack(_ stretch: UndoJournal.Stretch) -> Bool {
    journal.walkBack(stretch) { change throws(SystemError) in try undo(change) }
  }

  private func undo(_ change: UndoJournal.Change) throws(SystemError) {
    let layout = common.layout
    switch change {
    case .manifest(let number):
      try FileSystem.removeFile(layout.absolute(dates[number].layout.manifest))
    case .file(let path, let staged): try FileSystem.rename(layout.absolute(path), to: staged)
    case .loss: break
    case .folder(let path): try FileSystem.removeEmptyDirectory(layout.absolute(path))
    case .settings: if !journal.hasLoss() { try unfixSettings() }
    case .list(let number):
      // A date that is still done, or has no files, leaves nothing for a later run to find.
      let date = dates[number]
      if !journal.hasLoss(ofDate: number), date.found.isDone || date.found.earlierPaths.isEmpty {
        try FileSystem.removeFile(layout.absolute(date.layout.intent))
      }
    }
  }

  /// Removes the settings that this publication wrote, unless another date has used them meanwhile.
  private func unfixSettings() throws(SystemError) {
    let layout = common.layout
    let state = LakeState(layout, options: common.options)
    if try !state.hasFixedSettings(besides: dates.map(\.layout)) {
      try FileSystem.removeFile(layout.absolute(layout.settings))
    }
  }
}
