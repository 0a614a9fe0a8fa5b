internal import Bytes
internal import Columnar

/// The commit of one date: what exists is looked at, files are staged, published and recorded, all
/// under the date's lock.
///
/// A published file is absent, or the old one, or the new one whole; the date is done when its
/// manifest is there. Source: `docs/architecture.md`, "The commit".
struct DateCommit: ~Copyable {
  /// What the lake has of the date, and so what an ingest is to do.
  enum Decision {
    /// The date is done, and its files hold what is asked for.
    case skip(IngestResult.Reason)
    case ingest
  }

  /// What stands in the place of a file to be published.
  private enum Existing {
    case nothing
    /// A file of this date that no manifest makes done.
    case leftover
    /// A file of a done date, or a foreign one, that is to be replaced.
    case replaced
  }

  let layout: LakeLayout
  private let options: IngestOptions
  private let lock: FileLock
  /// Whether the date was done when it was looked at.
  private var isDone = false
  /// The places of the files that the date's manifest lists.
  private var recordedPaths: Set<String> = []
  /// These, and the places where a run that did not end was about to publish.
  private var earlierPaths: Set<String> = []
  private var stagingDirectory: String?
  /// Open from before the first staged byte, where the date has many files.
  private var fileSystem: OpenFileSystem?
  private var partitions: [StagedPartition] = []
  /// Directories that this run made, outermost first.
  private var createdDirectories: [String] = []
  private var publishedPaths: [String] = []
  private var hasWrittenIntent = false
  /// Whether the manifest may be there, on the disk or not.
  private var hasWrittenManifest = false
  private var hasCreatedSettings = false
  /// Whether something of a done date was taken away, which cannot be undone.
  private var hasReplaced = false

  /// Waits for whoever works on the date, and removes what dead runs staged for it.
  init(
    _ layout: LakeLayout, options: IngestOptions, cancellation: Cancellation?
  ) throws(SystemError) {
    self.layout = layout
    self.options = options
    var created: [String] = []
    for directory in [layout.lockDirectory, layout.stagingDirectory, layout.manifestDirectory] {
      created += try FileSystem.createDirectories(layout.absolute(directory))
    }
    try FileSystem.synchronizeEntries(created)
    let lock = try FileLock(layout.absolute(layout.lock), cancellation: cancellation)
    let staging = layout.absolute(layout.stagingDirectory)
    for name in try FileSystem.names(in: staging) where name.hasPrefix(layout.stagingPrefix) {
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
    let state = LakeState(layout, options: options)
    try state.checkSettings()
    let manifest = try state.manifest()
    recordedPaths = Set(manifest?.files.map(\.path) ?? []).filter(layout.owns)
    earlierPaths = recordedPaths.union(try state.intendedPaths().filter(layout.owns))
    guard let manifest, try state.isDone(manifest) else {
      // Of a date that is one file it is known already where that will be.
      if layout.key == nil { _ = try existing(layout.file) }
      return .ingest
    }
    isDone = true
    switch options.onExisting {
    case .overwrite:
      return .ingest
    case .error:
      throw state.conflict("the date is done already")
    case .skip:
      guard SymbolFilter.covers(manifest.filter, filter) else {
        throw state.conflict("the date is done with a filter that lacks some of the symbols")
      }
      // What a run that was killed after its manifest has not removed means nothing any longer.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
      let isChanged = sourceByteCount.map { $0 != manifest.source.byteCount } ?? false
      return .skip(isChanged ? .sourceChanged : .outputExists)
    }
  }

  /// Makes a directory for files under construction, outside of the tree that readers scan, and
  /// returns its path.
  mutating func stage() throws(SystemError) -> String {
    let directory =
      "\(layout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(layout.absolute(directory))
    stagingDirectory = directory
    if layout.key != nil { fileSystem = try OpenFileSystem(of: layout.root) }
    return layout.absolute(directory)
  }

  /// Takes the files that are to be published.
  mutating func take(_ partitions: [StagedPartition]) {
    self.partitions = partitions
  }

  /// Publishes the files that were taken and makes the date done.
  ///
  /// - Throws: `output_conflict` if a foreign file is in the way or somebody without the lock was
  ///   faster, `io_error`.
  mutating func publish(_ manifest: Manifest) throws(IngestError) {
    let (settingsBytes, manifestBytes) = try encoded(manifest)
    let typeLock = try lockType()
    // Another date of the type may have been first.
    try LakeState(layout, options: options).checkSettings()
    var places: [Existing] = []
    for partition in partitions { places.append(try existing(partition.path)) }
    do throws(SystemError) {
      try createSettings(settingsBytes)
      try writeIntent()
      let isSynchronizedAsOne = try synchronizeStaged()
      try removeManifest()
      for (partition, existing) in zip(partitions, places) {
        try publish(partition, over: existing)
      }
      try removeStale()
      try synchronizePublished(asOne: isSynchronizedAsOne)
      hasWrittenManifest = true
      try replace(layout.manifest, with: manifestBytes)
      // The date is done; a list that cannot be removed is removed by the next look at the date.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
      withExtendedLifetime(typeLock) {}
    } catch {
      if Self.exclusivePublish.contains(error.operation), error.number == SystemError.exists {
        throw LakeState(layout, options: options)
          .conflict("another program made a file in the date's place")
      }
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  /// Removes what was staged; after a failure also all that this run published and made, unless
  /// part of a done date is gone for it. Goes on after a failure of its own, and throws the first.
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
    if !isSuccess, !hasReplaced {
      // Other dates of the type may be about to use the directories and the settings made here.
      let typeLock = try FileLock(layout.absolute(layout.typeLock))
      let (published, created) = (publishedPaths, createdDirectories)
      for path in published {
        attempt { () throws(SystemError) in try FileSystem.removeFile(layout.absolute(path)) }
      }
      let isAllRemoved = first == nil
      attempt { () throws(SystemError) in try removeSettings() }
      for directory in created.reversed() {
        attempt { () throws(SystemError) in
          try FileSystem.removeEmptyDirectory(layout.absolute(directory))
        }
      }
      // Of a date that is done still, or has no files again, there is nothing to be found.
      if hasWrittenIntent, isAllRemoved, isDone || earlierPaths.isEmpty {
        attempt { () throws(SystemError) in
          try FileSystem.removeFile(layout.absolute(layout.intent))
        }
      }
      withExtendedLifetime(typeLock) {}
    }
    if let first { throw first }
  }

  // MARK: The steps of publishing

  /// The calls that publish only where nothing is.
  private static let exclusivePublish = ["rename", "link"]

  /// Writes down where files of the date may be from now on, the earlier ones included, so that a
  /// later run finds them without a look through the tree.
  private mutating func writeIntent() throws(SystemError) {
    let paths = earlierPaths.union(partitions.map(\.path))
    let lines = paths.sorted { $0.precedesInBytes($1) }
      .map { "\($0)\n" }.joined()
    hasWrittenIntent = true
    try replace(layout.intent, with: Array(lines.utf8))
  }

  /// Waits until the staged files are on the disk; returns whether that was done for the file system
  /// as a whole. A date of one file was waited for when it was closed.
  private func synchronizeStaged() throws(SystemError) -> Bool {
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
    _ partition: StagedPartition, over existing: Existing
  ) throws(SystemError) {
    let target = layout.absolute(partition.path)
    switch existing {
    case .nothing:
      try createDirectories(above: partition.path)
      try FileSystem.renameExclusively(partition.stagedPath, to: target)
      publishedPaths.append(partition.path)
    case .leftover:
      try FileSystem.rename(partition.stagedPath, to: target)
      publishedPaths.append(partition.path)
    case .replaced:
      hasReplaced = true
      try FileSystem.rename(partition.stagedPath, to: target)
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
  private mutating func removeStale() throws(SystemError) {
    let replacedPaths = options.onExisting == .overwrite ? recordedPaths : []
    for path in earlierPaths.subtracting(partitions.map(\.path)) {
      let absolute = layout.absolute(path)
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
  private func synchronizePublished(asOne isSynchronizedAsOne: Bool) throws(SystemError) {
    if isSynchronizedAsOne, try synchronizeFileSystem() { return }
    var directories: Set<String> = []
    for path in earlierPaths.union(partitions.map(\.path)) {
      directories.formUnion(layout.directories(above: path))
    }
    for directory in directories.sorted(by: >) {
      let absolute = layout.absolute(directory)
      if try FileSystem.status(absolute) != nil {
        try FileSystem.synchronizeDirectory(absolute)
      }
    }
    try FileSystem.synchronizeDirectory(layout.root)
  }

  /// Waits until no other date of the type is being published.
  private func lockType() throws(IngestError) -> FileLock {
    do {
      return try FileLock(layout.absolute(layout.typeLock))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  /// Fixes the lake's choices for the data type, if this is its first commit.
  private mutating func createSettings(_ bytes: [UInt8]) throws(SystemError) {
    let path = layout.absolute(layout.settings)
    guard try FileSystem.status(path) == nil else { return }
    try FileSystem.renameExclusively(write(bytes), to: path)
    hasCreatedSettings = true
    try FileSystem.synchronizeDirectory(layout.absolute(LakeLayout.ownDirectory))
  }

  /// Unfixes the choices that this run fixed, unless a date was done by them in the meantime.
  private func removeSettings() throws(SystemError) {
    guard hasCreatedSettings else { return }
    let manifests = try FileSystem.names(in: layout.absolute(layout.manifestDirectory))
    if !manifests.contains(where: { $0.hasSuffix(".json") }) {
      try FileSystem.removeFile(layout.absolute(layout.settings))
    }
  }

  /// Puts a small file of ours in place, whole and on the disk.
  private func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    try FileSystem.rename(write(bytes), to: layout.absolute(path))
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: layout.absolute(path)))
  }

  /// Writes a small file to staging and returns its path.
  private func write(_ bytes: [UInt8]) throws(SystemError) -> String {
    let path = layout.absolute(
      "\(stagingDirectory ?? "")/\(FileSystem.randomIdentifier()).staged")
    var file = try StagedFile(creating: path)
    try file.write(bytes.span)
    try file.close()
    return path
  }

  private func encoded(
    _ manifest: Manifest
  ) throws(IngestError) -> (settings: [UInt8], manifest: [UInt8]) {
    do {
      return (try JSON.bytes(LakeSettings(options)), try JSON.bytes(manifest))
    } catch {
      throw IngestError(
        date: layout.date.description, code: .internalError,
        message: "the manifest cannot be written as JSON: \(error)")
    }
  }

  /// What stands in the place `path` of a file of the date.
  private func existing(_ path: String) throws(IngestError) -> Existing {
    let state = LakeState(layout, options: options)
    guard try state.status(path) != nil else { return .nothing }
    if isDone { return .replaced }
    do {
      if try FooterInspection.isOf(layout, path: layout.absolute(path)) { return .leftover }
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
    if options.onExisting == .overwrite { return .replaced }
    throw state.conflict(
      "\(path) is not a file of this date that BarLake wrote; on_existing: overwrite replaces it")
  }
}
