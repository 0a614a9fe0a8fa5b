internal import BarLakeBytes

/// Dates of one data type that are ready: the last state of a commit, whose states ``LockedDate``
/// shows. All of them become part of the lake, or none.
///
/// Each step is done for all dates before the next one begins, so that dates which are published
/// together wait for the disk together. A ``StagedDate`` makes a publication of one.
package struct Publication: ~Copyable {
  private let dates: [ReadyDate]
  private let cancellation: Cancellation?
  /// Open from before the first staged byte, where a date has many files.
  private let fileSystem: OpenFileSystem?
  private var journal = UndoJournal()

  init(
    _ date: ReadyDate, cancellation: Cancellation?, fileSystem: consuming OpenFileSystem?
  ) {
    dates = [date]
    self.cancellation = cancellation
    self.fileSystem = fileSystem
  }

  /// What all dates have in common: the lake, the data type, the options and the settings.
  private var common: FoundDate { dates[0].found }

  /// Publishes the files and makes the dates done. After an error all that was published and made
  /// is taken back, except what took the place of something that cannot be put back.
  ///
  /// - Throws: `output_conflict` if a foreign file is in the way or somebody without the lock was
  ///   faster, `io_error`.
  package consuming func publish() throws(IngestError) {
    do throws(IngestError) {
      try publishAll()
    } catch {
      takeBack()
      withExtendedLifetime(dates) {}
      throw error
    }
    // The dates are done; staging that cannot be removed is found by the next run of its date.
    removeStaging()
    withExtendedLifetime(dates) {}
  }

  private mutating func publishAll() throws(IngestError) {
    let (settings, manifests) = try encoded()
    let layout = common.layout
    // Other dates of the type wait until these are published, or have failed to be.
    let typeLock = try layout.system { [cancellation] () throws(SystemError) in
      try FileLock(layout.absolute(layout.typeLock), cancellation: cancellation)
    }
    let settingsFile = try settingsFile()
    var places: [[LakeState.Place]] = []
    for date in dates { places.append(try self.places(of: date)) }
    do throws(SystemError) {
      try writeLists()
      try fix(settings, over: settingsFile)
      // All that can fail for want of room or for what is in the way comes before the first file of
      // a done date is replaced.
      try createDirectories(for: places)
      for (date, places) in zip(dates, places)
      where date.found.isDone || places.contains(.replaced) {
        try date.checkFileSystem()
      }
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

  /// What becomes of the settings' file. Another date of the type may have been first.
  private func settingsFile() throws(IngestError) -> SettingsInForce.File {
    let now = try LakeState(common.layout, options: common.callOptions).settingsInForce()
    if now.options.given != common.options.given { throw changed(now) }
    return now.file
  }

  /// The conflict of a call whose settings are no longer those that it found.
  private func changed(_ now: SettingsInForce) -> IngestError {
    let layout = common.layout
    let type = layout.dataType.rawValue
    let event =
      now.source == nil
      ? "the settings of \(type) that this one took have been taken back meanwhile, by the call "
        + "that was about to fix them"
      : "another call has fixed the settings of \(type) meanwhile: see \(layout.settings)"
    return conflict("\(event); the same call can be made again, and takes what is fixed then")
  }

  /// What stands in the places of the files of `date`.
  private func places(of date: ReadyDate) throws(IngestError) -> [LakeState.Place] {
    let state = LakeState(date.layout, options: date.found.options)
    var places: [LakeState.Place] = []
    for partition in date.partitions {
      places.append(try state.place(partition.path, isDone: date.found.isDone))
    }
    return places
  }

  /// The calls that publish only where nothing is.
  private static let exclusiveCalls = ["rename", "link"]

  /// A failed step, as it is told.
  private func reported(_ error: SystemError) -> IngestError {
    let layout = common.layout
    if Self.exclusiveCalls.contains(error.operation), error.number == SystemError.exists,
      !error.path.isSame(as: layout.absolute(layout.settings))
    {
      return conflict(
        "another program made a file in the date's place meanwhile; the same call again decides "
          + "by what is there then")
    }
    return .io(error, root: layout.root)
  }

  private func conflict(_ message: String) -> IngestError {
    LakeState(common.layout, options: common.options).conflict(message)
  }

  // MARK: The steps, in their order

  private mutating func writeLists() throws(SystemError) {
    for (number, date) in dates.enumerated() {
      journal.record(.list(date: number))
      try put(date.write(date.list), at: date.layout.absolute(date.layout.intent))
    }
  }

  /// Fixes the lake's choices for the data type, if this is its first commit.
  private mutating func fix(
    _ settings: [UInt8], over file: SettingsInForce.File
  ) throws(SystemError) {
    if file == .same { return }
    let path = common.layout.absolute(common.layout.settings)
    let staged = try dates[0].write(settings)
    if file == .replaced { try FileSystem.removeFile(path) }
    try FileSystem.renameExclusively(staged, to: path)
    journal.record(.settings)
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: path))
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

  /// Makes the last of `directories` and, where that is needed, those above it, which come first.
  private mutating func createDirectories(_ directories: [String]) throws(SystemError) {
    do {
      // Of thousands of files all but the first need their own directory only.
      try createDirectory(directories[directories.count - 1])
    } catch {
      guard error.number == SystemError.notFound else { throw error }
      for directory in directories { try createDirectory(directory) }
    }
  }

  private mutating func createDirectory(_ path: String) throws(SystemError) {
    if try FileSystem.createDirectory(common.layout.absolute(path)) {
      journal.record(.folder(path))
    }
  }

  /// Waits until the staged files are on the disk; returns whether that was done for the file
  /// system as a whole. A date of one file was waited for when it was closed.
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

  /// From here on no date is done until its new manifest is there; an old one, whose files are
  /// gone, must not make the new ones done.
  private mutating func removeManifests() throws(SystemError) {
    for (number, date) in dates.enumerated() {
      let layout = date.layout
      if try FileSystem.removeFile(layout.absolute(layout.manifest)) {
        // The manifest of a date that was not done is no loss.
        if date.found.isDone { journal.record(.loss(date: number)) }
        try FileSystem.synchronizeDirectory(layout.absolute(layout.manifestDirectory))
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

  /// Waits until the places of the published files are on the disk.
  private func synchronizePublished(asOne isSynchronizedAsOne: Bool) throws(SystemError) {
    if isSynchronizedAsOne, try synchronizeFileSystem() { return }
    let layout = common.layout
    let directories = dates.reduce(into: Set<ExactText>()) { $0.formUnion($1.directories) }
    for directory in directories.map(\.text).sorted(by: { $1.precedesInBytes($0) }) {
      let absolute = layout.absolute(directory)
      if try FileSystem.status(absolute) != nil {
        try FileSystem.synchronizeDirectory(absolute)
      }
    }
    try FileSystem.synchronizeDirectory(layout.root)
  }

  private mutating func putManifests(_ staged: [String]) throws(SystemError) {
    for (number, (date, staged)) in zip(dates, staged).enumerated() {
      journal.record(.manifest(date: number))
      try put(staged, at: date.layout.absolute(date.layout.manifest))
    }
    for date in dates {
      // The date is done; a list that cannot be removed is removed by the next look at the date.
      _ = try? FileSystem.removeFile(date.layout.absolute(date.layout.intent))
    }
  }

  /// Puts a small staged file of ours in place, and on the disk.
  private func put(_ staged: String, at path: String) throws(SystemError) {
    try FileSystem.rename(staged, to: path)
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: path))
  }

  // MARK: The way back

  /// Removes what was staged; returns whether nothing of it is left.
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

  /// Walks the journal backwards. What cannot be undone stops nothing: the error that led here is
  /// the one that says what happened, and the next run of a date finds what is left of it.
  private func takeBack() {
    let isStagingRemoved = removeStaging()
    if journal.changes.isEmpty { return }
    // Without its manifest nothing of a date is done, whatever else cannot be removed.
    let isAllRemoved = walkBack(.own) && isStagingRemoved
    // Other dates of the type may be about to use the directories and the settings made here.
    let layout = common.layout
    if let typeLock = try? FileLock(layout.absolute(layout.typeLock)) {
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
      // Of a date that is done still, or has no files again, there is nothing to be found.
      let date = dates[number]
      if !journal.hasLoss(ofDate: number), date.found.isDone || date.found.earlierPaths.isEmpty {
        try FileSystem.removeFile(layout.absolute(date.layout.intent))
      }
    }
  }

  /// Unfixes the choices that were fixed here, unless another date has files by them meanwhile.
  private func unfixSettings() throws(SystemError) {
    let layout = common.layout
    let state = LakeState(layout, options: common.options)
    if try !state.hasFixedSettings(besides: dates.map(\.layout)) {
      try FileSystem.removeFile(layout.absolute(layout.settings))
    }
  }
}
