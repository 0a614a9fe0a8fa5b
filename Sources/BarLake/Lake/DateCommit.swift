internal import BarLakeBytes
internal import BarLakeColumnar

/// The commit of one date: what exists is looked at, files are staged, published and recorded, all
/// under the date's lock.
///
/// A published file is absent, or the old one, or the new one whole; the date is done when its
/// manifest is there, and all that it lists. Source: `docs/architecture.md`, "The commit".
struct DateCommit: ~Copyable {
  /// What the lake has of the date, and so what an ingest is to do.
  enum Decision {
    /// The date is done, and its files hold what is asked for.
    case skip(SkipReason)
    case ingest
  }

  /// Where things of the date lie. By which key they are divided is known once it is decided what
  /// to do.
  private(set) var layout: LakeLayout
  /// The call's options, which may leave settings open.
  private let callOptions: IngestOptions
  /// What the settings are, once it is decided what to do.
  private(set) var settings: SettingsInForce
  private let cancellation: Cancellation?
  private let lock: FileLock
  /// Whether the date was done when it was looked at.
  private var isDone = false
  /// The places of the files that the date's manifest lists.
  private var recordedPaths: Set<ExactText> = []
  /// These, and the places where a run that did not end was about to publish.
  private var earlierPaths: Set<ExactText> = []
  private var stagingDirectory: String?
  /// Open from before the first staged byte, where the date has many files.
  private var fileSystem: OpenFileSystem?
  /// Directories that this run made, outermost first.
  private var createdDirectories: [String] = []
  private var publishedPaths: [String] = []
  private var hasWrittenIntent = false
  /// Whether the manifest may be there, on the disk or not.
  private var hasWrittenManifest = false
  private var hasCreatedSettings = false
  /// Whether something that was not ours to take back was replaced or taken away.
  private var hasReplaced = false

  /// The call's options with the settings in force.
  var options: IngestOptions { settings.options }

  /// Waits for whoever works on the date, and removes what dead runs staged for it.
  init(
    _ layout: LakeLayout, options: IngestOptions, cancellation: Cancellation?
  ) throws(SystemError) {
    self.layout = layout
    callOptions = options
    settings = SettingsInForce(options: options)
    self.cancellation = cancellation
    var created: [String] = []
    for directory in [
      LakeLayout.lockDirectory, LakeLayout.stagingDirectory, layout.manifestDirectory,
    ] {
      created += try FileSystem.createDirectories(layout.absolute(directory))
    }
    try FileSystem.synchronizeEntries(created)
    let lock = try FileLock(layout.absolute(layout.lock), cancellation: cancellation)
    let staging = layout.absolute(LakeLayout.stagingDirectory)
    for name in try FileSystem.names(in: staging) where name.begins(with: layout.stagingPrefix) {
      try FileSystem.removeTree("\(staging)/\(name)")
    }
    self.lock = lock
  }

  /// Decides by the settings, the manifest and the files that are there.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  mutating func decide(
    filter: SymbolFilter?, sourceByteCount: Int?
  ) throws(IngestError) -> Decision {
    settings = try LakeState(layout, options: callOptions).settingsInForce()
    layout = LakeLayout(
      root: layout.root, dataType: layout.dataType, date: layout.date,
      key: PartitionKey(layout.dataType, options.partitioning))
    let state = LakeState(layout, options: options)
    let manifest = try state.manifest()
    let recorded = (manifest?.files.map(\.path) ?? []).filter(layout.owns)
    let intended = try state.intendedPaths().filter(layout.owns)
    recordedPaths = Set(recorded.map(ExactText.init))
    earlierPaths = recordedPaths.union(intended.map(ExactText.init))
    guard let manifest, try state.isDone(manifest) else {
      // Of a date that is one file it is known already where that will be.
      if layout.key == nil { _ = try state.place(layout.file, isDone: false) }
      return .ingest
    }
    isDone = true
    if options.onExisting != .overwrite {
      // What a run that was killed after its manifest has not removed means nothing any longer.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
    }
    let reason = try state.reasonToSkip(
      manifest, filter: filter, sourceByteCount: sourceByteCount)
    return reason.map(Decision.skip) ?? .ingest
  }

  /// Makes a directory for files under construction, outside of the tree that readers scan, and
  /// returns its path.
  mutating func stage() throws(SystemError) -> String {
    let directory =
      "\(LakeLayout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(layout.absolute(directory))
    stagingDirectory = directory
    if layout.key != nil { fileSystem = try OpenFileSystem(of: layout.root) }
    return layout.absolute(directory)
  }

  /// Publishes `partitions`, all files of the date, and makes the date done.
  ///
  /// - Throws: `output_conflict` if a foreign file is in the way or somebody without the lock was
  ///   faster, `io_error`.
  mutating func publish(
    _ partitions: [StagedPartition], _ manifest: Manifest
  ) throws(IngestError) {
    let (settingsBytes, manifestBytes) = try encoded(manifest)
    // Other dates of the type wait until this one is published, or has failed to be.
    let (layout, cancellation) = (self.layout, self.cancellation)
    let typeLock = try layout.system { () throws(SystemError) in
      try FileLock(layout.absolute(layout.typeLock), cancellation: cancellation)
    }
    let state = LakeState(layout, options: options)
    // Another date of the type may have been first.
    let settingsNow = try LakeState(layout, options: callOptions).settingsInForce()
    if settingsNow.options.given != options.given { throw changed(settingsNow, state) }
    var places: [LakeState.Place] = []
    for partition in partitions {
      places.append(try state.place(partition.path, isDone: isDone))
    }
    do throws(SystemError) {
      try writeIntent(partitions.map(\.path))
      try createSettings(settingsBytes, over: settingsNow.file)
      // All that can fail for want of room or for what is in the way comes before the first file of
      // a done date is replaced.
      for (partition, place) in zip(partitions, places) where place == .nothing {
        try createDirectories(above: partition.path)
      }
      if isDone || places.contains(.replaced) { try checkFileSystem(of: partitions) }
      let isSynchronizedAsOne = try synchronizeStaged(partitions)
      let stagedManifest = try write(manifestBytes)
      try removeManifest()
      for (partition, place) in zip(partitions, places) { try publish(partition, over: place) }
      try removeStale(except: partitions)
      try synchronizePublished(partitions, asOne: isSynchronizedAsOne)
      hasWrittenManifest = true
      try rename(stagedManifest, to: layout.manifest)
      // The date is done; a list that cannot be removed is removed by the next look at the date.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
      withExtendedLifetime(typeLock) {}
    } catch {
      if Self.exclusivePublish.contains(error.operation), error.number == SystemError.exists,
        !error.path.isSame(as: layout.absolute(layout.settings))
      {
        throw state.conflict(
          "another program made a file in the date's place meanwhile; the same call again decides "
            + "by what is there then")
      }
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  /// Removes what was staged; after a failure also all that this run published and made, except
  /// what took the place of something that cannot be put back. Goes on after a failure of its own,
  /// and throws the first.
  mutating func end(isSuccess: Bool) throws(SystemError) {
    var first: SystemError?
    func attempt(_ body: () throws(SystemError) -> Void) {
      do {
        try body()
      } catch {
        if first == nil { first = error }
      }
    }
    if let stagingDirectory {
      attempt { () throws(SystemError) in
        try FileSystem.removeTree(layout.absolute(stagingDirectory))
      }
    }
    stagingDirectory = nil
    // Without its manifest nothing of the date is done, whatever else cannot be removed.
    if !isSuccess, hasWrittenManifest {
      attempt { () throws(SystemError) in
        try FileSystem.removeFile(layout.absolute(layout.manifest))
      }
    }
    if !isSuccess, hasWrittenIntent {
      let (published, created, hasReplaced) = (publishedPaths, createdDirectories, hasReplaced)
      for path in published {
        attempt { () throws(SystemError) in try FileSystem.removeFile(layout.absolute(path)) }
      }
      let isAllRemoved = first == nil
      do throws(SystemError) {
        // Other dates of the type may be about to use the directories and the settings made here.
        let typeLock = try FileLock(layout.absolute(layout.typeLock))
        if !hasReplaced { attempt { () throws(SystemError) in try removeSettings() } }
        for directory in created.reversed() {
          attempt { () throws(SystemError) in
            try FileSystem.removeEmptyDirectory(layout.absolute(directory))
          }
        }
        withExtendedLifetime(typeLock) {}
      } catch {
        attempt { () throws(SystemError) in throw error }
      }
      // Of a date that is done still, or has no files again, there is nothing to be found.
      if isAllRemoved, !hasReplaced, isDone || earlierPaths.isEmpty {
        attempt { () throws(SystemError) in
          try FileSystem.removeFile(layout.absolute(layout.intent))
        }
      }
    }
    if let first { throw first }
  }

  // MARK: The steps of publishing

  /// The calls that publish only where nothing is.
  private static let exclusivePublish = ["rename", "link"]

  /// Writes down where files of the date may be from now on, the earlier ones included, so that a
  /// later run finds them without a look through the tree.
  private mutating func writeIntent(_ paths: [String]) throws(SystemError) {
    let lines = earlierPaths.union(paths.map(ExactText.init)).map(\.text)
      .sorted { $0.precedesInBytes($1) }.map { "\($0)\n" }.joined()
    hasWrittenIntent = true
    try rename(write(Array(lines.utf8)), to: layout.intent)
  }

  /// Throws if a place is on another file system than the staged files, which no rename leaves: a
  /// year that was moved to another disk, say, with a link in its place.
  private func checkFileSystem(of partitions: [StagedPartition]) throws(SystemError) {
    let staging = try FileSystem.fileSystemNumber(layout.absolute(LakeLayout.stagingDirectory))
    let places = partitions.map { ExactText(FileSystem.parent(of: layout.absolute($0.path))) }
    for directory in Set(places) {
      if try FileSystem.fileSystemNumber(directory.text) != staging {
        throw SystemError(
          operation: "rename", path: directory.text, number: SystemError.otherFileSystem)
      }
    }
  }

  /// Waits until the staged files are on the disk; returns whether that was done for the file
  /// system as a whole. A date of one file was waited for when it was closed.
  private func synchronizeStaged(_ partitions: [StagedPartition]) throws(SystemError) -> Bool {
    guard layout.key != nil else { return false }
    if try synchronizeFileSystem() { return true }
    for partition in partitions { try FileSystem.synchronizeFile(partition.stagedPath) }
    return false
  }

  private func synchronizeFileSystem() throws(SystemError) -> Bool {
    switch fileSystem {
    case .some(let fileSystem): try fileSystem.synchronize()
    case nil: false
    }
  }

  /// From here on the date is not done until the new manifest is there; an old one, whose files are
  /// gone, must not make the new ones done.
  private mutating func removeManifest() throws(SystemError) {
    if try FileSystem.removeFile(layout.absolute(layout.manifest)) {
      hasReplaced = isDone
      try FileSystem.synchronizeDirectory(layout.absolute(layout.manifestDirectory))
    }
  }

  private mutating func publish(
    _ partition: StagedPartition, over place: LakeState.Place
  ) throws(SystemError) {
    let target = layout.absolute(partition.path)
    switch place {
    case .nothing:
      try FileSystem.renameExclusively(partition.stagedPath, to: target)
      publishedPaths.append(partition.path)
    case .leftover:
      try FileSystem.rename(partition.stagedPath, to: target)
      publishedPaths.append(partition.path)
    case .replaced:
      try FileSystem.rename(partition.stagedPath, to: target)
      hasReplaced = true
    }
  }

  private mutating func createDirectories(above path: String) throws(SystemError) {
    let directories = layout.directories(above: path)
    do {
      // Of thousands of files all but the first need their own directory only.
      try createDirectory(directories[directories.count - 1])
    } catch {
      guard error.number == SystemError.notFound else { throw error }
      for directory in directories { try createDirectory(directory) }
    }
  }

  private mutating func createDirectory(_ path: String) throws(SystemError) {
    if try FileSystem.createDirectory(layout.absolute(path)) { createdDirectories.append(path) }
  }

  /// Removes files of earlier runs of this date that this run does not replace. What is not the
  /// date's by its metadata is left alone, unless all that its manifest lists is to go.
  private mutating func removeStale(except partitions: [StagedPartition]) throws(SystemError) {
    let replacedPaths = options.onExisting == .overwrite ? recordedPaths : []
    for path in earlierPaths.subtracting(partitions.map { ExactText($0.path) }) {
      let absolute = layout.absolute(path.text)
      if let found = try FileSystem.status(absolute) {
        guard found.kind == .regular else { continue }
        if !replacedPaths.contains(path), try !FooterInspection.isOf(layout, path: absolute) {
          continue
        }
        try FileSystem.removeFile(absolute)
      }
      // A run that was killed after the line above has left its directory.
      try FileSystem.removeEmptyDirectory(FileSystem.parent(of: absolute))
    }
  }

  /// Waits until the places of the published files are on the disk.
  private func synchronizePublished(
    _ partitions: [StagedPartition], asOne isSynchronizedAsOne: Bool
  ) throws(SystemError) {
    if isSynchronizedAsOne, try synchronizeFileSystem() { return }
    // Also our own directories, which a run that was killed may have made and not waited for.
    var directories = Set(layout.manifestDirectories.map(ExactText.init))
    for path in earlierPaths.union(partitions.map { ExactText($0.path) }) {
      directories.formUnion(layout.directories(above: path.text).map(ExactText.init))
    }
    for directory in directories.map(\.text).sorted(by: { $1.precedesInBytes($0) }) {
      let absolute = layout.absolute(directory)
      if try FileSystem.status(absolute) != nil {
        try FileSystem.synchronizeDirectory(absolute)
      }
    }
    try FileSystem.synchronizeDirectory(layout.root)
  }

  /// The conflict of a call whose settings are no longer those that it found.
  private func changed(_ now: SettingsInForce, _ state: LakeState) -> IngestError {
    let type = layout.dataType.rawValue
    let event =
      now.source == nil
      ? "the settings of \(type) that this one took have been taken back meanwhile, by the call "
        + "that was about to fix them"
      : "another call has fixed the settings of \(type) meanwhile: see \(layout.settings)"
    return state.conflict("\(event); the same call can be made again, and takes what is fixed then")
  }

  /// Fixes the lake's choices for the data type, if this is its first commit.
  private mutating func createSettings(
    _ bytes: [UInt8], over file: SettingsInForce.File
  ) throws(SystemError) {
    if file == .same { return }
    let path = layout.absolute(layout.settings)
    let staged = try write(bytes)
    if file == .replaced { try FileSystem.removeFile(path) }
    try FileSystem.renameExclusively(staged, to: path)
    hasCreatedSettings = true
    try FileSystem.synchronizeDirectory(layout.absolute(LakeLayout.ownDirectory))
  }

  /// Unfixes the choices that this run fixed, unless another date has files by them meanwhile.
  private func removeSettings() throws(SystemError) {
    guard hasCreatedSettings else { return }
    let state = LakeState(layout, options: options)
    if try !state.hasFixedSettings() {
      try FileSystem.removeFile(layout.absolute(layout.settings))
    }
  }

  /// Puts a small staged file of ours in place, and on the disk.
  private func rename(_ staged: String, to path: String) throws(SystemError) {
    try FileSystem.rename(staged, to: layout.absolute(path))
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: layout.absolute(path)))
  }

  /// Writes a small file to staging and returns its path.
  private func write(_ bytes: [UInt8]) throws(SystemError) -> String {
    let path = layout.absolute(
      "\(stagingDirectory ?? "")/\(FileSystem.randomIdentifier()).staged")
    guard bytes.count <= LakeFiles.contentByteLimit else {
      throw SystemError(operation: "write", path: path, number: SystemError.tooLarge)
    }
    var file = try StagedFile(creating: path)
    try file.write(bytes.span)
    try file.close()
    return path
  }

  private func encoded(
    _ manifest: Manifest
  ) throws(IngestError) -> (settings: [UInt8], manifest: [UInt8]) {
    do {
      return (try JSON.bytes(LakeSettings(options)), try ManifestText.bytes(manifest))
    } catch {
      throw IngestError(
        date: layout.date.description, code: .internalError,
        message: "the manifest cannot be written as JSON: \(error)")
    }
  }
}
