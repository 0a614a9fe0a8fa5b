internal import BarLakeBytes

/// The last state of a commit: dates of one data type whose files are ready. All of them become
/// part of the lake, or none does.
///
/// Each step is done for all dates before the next step begins, so that dates that are published
/// together wait for the disk together. A ``StagedDate`` makes a publication of one date.
package struct Publication: ~Copyable {
  private let dates: [ReadyDate]
  private let cancellation: Cancellation?
  /// The lake's file system, opened before the first byte was staged; nil if each date is one file.
  private let fileSystem: OpenFileSystem?
  private var journal = UndoJournal()
  /// Whether the disk was waited for wherever this was asked for. Some file systems do not offer it
  /// for folders.
  private var isSynchronized = true

  init(
    _ date: ReadyDate, cancellation: Cancellation?, fileSystem: consuming OpenFileSystem?
  ) {
    dates = [date]
    self.cancellation = cancellation
    self.fileSystem = fileSystem
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
      withExtendedLifetime(dates) {}
      throw error
    }
    // The dates are done. The next run of a date removes staging that cannot be removed now.
    removeStaging()
    withExtendedLifetime(dates) {}
    return isSynchronized
  }

  private mutating func publishAll() throws(IngestError) {
    let (settings, manifests) = try encoded()
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
      try writeLists()
      try fix(settings, over: settingsFile)
      // Errors because of missing space or because something is in the way occur before the first
      // file of a done date is replaced.
      try createDirectories(for: places)
      for (date, places) in zip(dates, places)
      where date.found.isDone || places.contains(.replaced) {
        try date.checkFileSystem()
      }
      for date in dates { try date.shareStaged() }
      let isSynchronizedAsOne = try synchronizeStaged()
      var staged: [String] = []
      for (date, manifest) in zip(dates, manifests) { staged.append(try date.write(manifest)) }
      try removeManifests()
      try publish(over: places)
      for date in dates { try date.removeStale() }
      try synchronizePublished(asOne: isSynchronizedAsOne)
      try putManifests(staged)
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
    if now.options.given != common.options.given { throw changed(now) }
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

  private mutating func writeLists() throws(SystemError) {
    for (number, date) in dates.enumerated() {
      journal.record(.list(date: number))
      try put(date.write(date.list), at: date.layout.absolute(date.layout.intent))
    }
  }

  /// Writes the settings if this is the first commit of the data type.
  private mutating func fix(
    _ settings: [UInt8], over file: SettingsInForce.File
  ) throws(SystemError) {
    if file == .same { return }
    let path = common.layout.absolute(common.layout.settings)
    let staged = try dates[0].write(settings)
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
        try createDirectories(date.layout.directories(above: partition.path))
      }
    }
  }

  /// Makes the last of `directories` and, if necessary, the ones above it, which come first.
  private mutating func createDirectories(_ directories: [String]) throws(SystemError) {
    do {
      // For most of thousands of files, only the last folder is missing.
      try createDirectory(directories[directories.count - 1])
    } catch {
      guard error.number == SystemError.notFound else { throw error }
      for directory in directories { try createDirectory(directory) }
    }
  }

  private mutating func createDirectory(_ path: String) throws(SystemError) {
    let absolute = common.layout.absolute(path)
    if try FileSystem.createDirectory(absolute) {
      journal.record(.folder(path))
      try common.sharing.share(folder: absolute)
    }
  }

  /// Waits until the staged files are on disk. Returns whether this was done for the whole file
  /// system. The file of a date that is one file was synchronised when it was closed.
  private func synchronizeStaged() throws(SystemError) -> Bool {
    let divided = dates.filter { $0.layout.key != nil }
    if divided.isEmpty { return false }
    if try synchronizeFileSystem() { return true }
    for date in divided {
      for partition in date.partitions { try FileSystem.synchronizeFile(partition.stagedPath) }
    }
    return false
  }

  private func synchronizeFileSystem() throws(SystemError) -> Bool {
    switch fileSystem {
    case .some(let fileSystem): try fileSystem.synchronize()
    case nil: false
    }
  }

  /// Removes the old manifests. From here on no date is done until its new manifest exists, so an
  /// old manifest never makes new files done.
  private mutating func removeManifests() throws(SystemError) {
    for (number, date) in dates.enumerated() {
      let layout = date.layout
      if try FileSystem.removeFile(layout.absolute(layout.manifest)) {
        // If the date was not done, its manifest is no loss.
        if date.found.isDone { journal.record(.loss(date: number)) }
        try synchronizeDirectory(layout.absolute(layout.manifestDirectory))
      }
    }
  }

  private mutating func publish(over places: [[LakeState.Place]]) throws(SystemError) {
    for (number, (date, places)) in zip(dates, places).enumerated() {
      for (partition, place) in zip(date.partitions, places) {
        let target = date.layout.absolute(partition.path)
        switch place {
        case .nothing:
          try FileSystem.renameExclusively(partition.stagedPath, to: target)
          journal.record(.file(partition.path))
        case .leftover:
          try FileSystem.rename(partition.stagedPath, to: target)
          journal.record(.file(partition.path))
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
      if try FileSystem.status(absolute) != nil {
        try synchronizeDirectory(absolute)
      }
    }
    try synchronizeDirectory(layout.root)
  }

  private mutating func putManifests(_ staged: [String]) throws(SystemError) {
    for (number, (date, staged)) in zip(dates, staged).enumerated() {
      journal.record(.manifest(date: number))
      try put(staged, at: date.layout.absolute(date.layout.manifest))
    }
    for date in dates {
      // The date is done. The next run of the date removes a list that cannot be removed now.
      _ = try? FileSystem.removeFile(date.layout.absolute(date.layout.intent))
    }
  }

  /// Renames a small staged file to its final path and synchronises the folder.
  private mutating func put(_ staged: String, at path: String) throws(SystemError) {
    try FileSystem.rename(staged, to: path)
    try synchronizeDirectory(FileSystem.parent(of: path))
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

  /// Walks the journal backwards. A change that cannot be undone does not stop it, because the
  /// error that led here is the one to report, and the next run of a date finds the rest.
  private func takeBack() {
    let isStagingRemoved = removeStaging()
    if journal.changes.isEmpty { return }
    // Without its manifest a date is not done, whatever else cannot be removed.
    let isAllRemoved = walkBack(.own) && isStagingRemoved
    // Other dates of the type may be about to use the folders and settings that were made here.
    if let typeLock = try? lockType(nil) {
      walkBack(.shared)
      withExtendedLifetime(typeLock) {}
    }
    if isAllRemoved { walkBack(.lists) }
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
    case .file(let path): try FileSystem.removeFile(layout.absolute(path))
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
