internal import Bytes
internal import Columnar

/// The commit of one date: what exists is looked at, files are staged, published and recorded, all
/// under the date's lock.
///
/// A published file is absent, or the old one, or the new one whole; the date is done when its
/// manifest is there. Source: `docs/architecture.md`, "Commit".
struct DateCommit: ~Copyable {
  /// What the lake has of the date, and so what an ingest is to do.
  enum Decision {
    /// The date is done, and its files hold what is asked for.
    case skip(IngestResult.Reason)
    case ingest
  }

  private enum Existing {
    case nothing
    /// Files of this date that no manifest makes done.
    case leftover
    /// A done date, or a foreign file, that is to be replaced.
    case replaced
  }

  let layout: LakeLayout
  private let options: IngestOptions
  private let lock: FileLock
  private var existing = Existing.nothing
  private var stagingDirectory: String?
  /// Directories that this run made, outermost first.
  private var createdDirectories: [String] = []
  private var hasPublishedFile = false
  private var hasCreatedSettings = false
  /// Whether something of a done date was taken away, which cannot be undone.
  private var hasReplaced = false

  /// Waits for whoever works on the date, and removes what dead runs staged for it.
  init(
    _ layout: LakeLayout, options: IngestOptions, cancellation: Cancellation?
  ) throws(SystemError) {
    self.layout = layout
    self.options = options
    for directory in [layout.lockDirectory, layout.stagingDirectory, layout.manifestDirectory] {
      try FileSystem.createDirectories(layout.absolute(directory))
    }
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
    try checkSettings()
    guard let manifest = try doneManifest() else {
      existing = try leftover()
      return .ingest
    }
    switch options.onExisting {
    case .overwrite:
      existing = .replaced
      return .ingest
    case .error:
      throw conflict("the date is done already")
    case .skip:
      guard SymbolFilter.covers(manifest.filter, filter) else {
        throw conflict("the date is done with a filter that lacks some of the symbols")
      }
      let isChanged = sourceByteCount.map { $0 != manifest.source.byteCount } ?? false
      return .skip(isChanged ? .sourceChanged : .outputExists)
    }
  }

  /// Makes a file outside of the tree that readers scan.
  mutating func stage() throws(SystemError) -> StagedFile {
    let directory =
      "\(layout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(layout.absolute(directory))
    stagingDirectory = directory
    return try StagedFile(creating: layout.absolute("\(directory)/data.staged"))
  }

  /// The path of the file that was staged.
  var stagedPath: String { layout.absolute("\(stagingDirectory ?? "")/data.staged") }

  /// Publishes the staged file and makes the date done.
  ///
  /// - Throws: `output_conflict` if somebody without the lock was faster, `io_error`.
  mutating func publish(_ manifest: Manifest) throws(IngestError) {
    let (settingsBytes, manifestBytes) = try encoded(manifest)
    let typeLock = try lockType()
    // Another date of the type may have been first.
    try checkSettings()
    do throws(SystemError) {
      try createSettings(settingsBytes)
      try createDirectories()
      try replace(layout.intent, with: Array((layout.file + "\n").utf8))
      try publishFile()
      for directory in layout.directories {
        try FileSystem.synchronizeDirectory(layout.absolute(directory))
      }
      try FileSystem.synchronizeDirectory(layout.root)
      try replace(layout.manifest, with: manifestBytes)
      // The date is done; a list that cannot be removed is written over by the next run of it.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
      withExtendedLifetime(typeLock) {}
    } catch {
      if error.operation == Self.exclusivePublish, error.number == SystemError.exists {
        throw conflict("another program made a file in the date's place")
      }
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  /// Removes what was staged; after a failure also all that this run published and made, unless
  /// part of a done date is gone for it.
  mutating func end(isSuccess: Bool) throws(SystemError) {
    if let stagingDirectory {
      try FileSystem.removeTree(layout.absolute(stagingDirectory))
      self.stagingDirectory = nil
    }
    guard !isSuccess, !hasReplaced else { return }
    // Other dates of the type may be about to use the directories and the settings made here.
    let typeLock = try FileLock(layout.absolute(layout.typeLock))
    if hasPublishedFile { try FileSystem.removeFile(layout.absolute(layout.file)) }
    try removeSettings()
    for directory in createdDirectories.reversed() {
      try FileSystem.removeEmptyDirectory(layout.absolute(directory))
    }
    try FileSystem.removeFile(layout.absolute(layout.intent))
    // Without its file a manifest makes nothing done, so it can go last.
    if hasPublishedFile { try FileSystem.removeFile(layout.absolute(layout.manifest)) }
    withExtendedLifetime(typeLock) {}
  }

  private static let exclusivePublish = "rename"

  private mutating func publishFile() throws(SystemError) {
    let target = layout.absolute(layout.file)
    // From here on the date is not done until the new manifest is there; an old one, whose file is
    // gone, must not make the new file done.
    if existing == .replaced { hasReplaced = true }
    if try FileSystem.removeFile(layout.absolute(layout.manifest)) {
      try FileSystem.synchronizeDirectory(layout.absolute(layout.manifestDirectory))
    }
    switch existing {
    case .nothing:
      try FileSystem.renameExclusively(stagedPath, to: target)
      hasPublishedFile = true
    case .leftover:
      try FileSystem.rename(stagedPath, to: target)
      hasPublishedFile = true
    case .replaced:
      try FileSystem.rename(stagedPath, to: target)
    }
  }

  private mutating func createDirectories() throws(SystemError) {
    for directory in layout.directories
    where try FileSystem.createDirectory(layout.absolute(directory)) {
      createdDirectories.append(directory)
    }
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

  // MARK: What the lake has

  /// Throws `output_conflict` if the lake keeps the data type in another way than the options say.
  func checkSettings() throws(IngestError) {
    guard let bytes = try content(of: layout.settings) else { return }
    guard let settings = JSON.value(LakeSettings.self, from: bytes) else {
      throw conflict("\(layout.settings) is not readable")
    }
    if settings != LakeSettings(options) {
      throw conflict(
        "the lake keeps \(layout.dataType.rawValue) with other choices of profile, partitioning, "
          + "embed_partition_columns or extra_columns: see \(layout.settings)")
    }
  }

  /// The date's manifest if it makes the date done: every file that it lists is there, with its
  /// size.
  private func doneManifest() throws(IngestError) -> Manifest? {
    guard let bytes = try content(of: layout.manifest),
      let manifest = JSON.value(Manifest.self, from: bytes)
    else { return nil }
    for file in manifest.files {
      guard let status = try status(file.path), status.kind == .regular,
        status.byteCount == file.byteCount
      else { return nil }
    }
    return manifest
  }

  /// Whose file stands in the date's place, where the date is not done.
  private func leftover() throws(IngestError) -> Existing {
    guard try status(layout.file) != nil else { return .nothing }
    if FooterInspection.isOf(layout, path: layout.absolute(layout.file)) { return .leftover }
    if options.onExisting == .overwrite { return .replaced }
    throw conflict("\(layout.file) is not a file of this date that BarLake wrote")
  }

  private func status(_ path: String) throws(IngestError) -> FileStatus? {
    do {
      return try FileSystem.status(layout.absolute(path))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  private func content(of path: String) throws(IngestError) -> [UInt8]? {
    guard try status(path) != nil else { return nil }
    do {
      return try FileSystem.read(layout.absolute(path))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  private func conflict(_ message: String) -> IngestError {
    IngestError(date: layout.date.description, code: .outputConflict, message: message)
  }
}
