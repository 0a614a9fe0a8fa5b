package import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeCommitting

/// The first state of a commit: the lock of the date is held.
///
/// Each state consumes the one before, so calls in a wrong order do not compile:
///
///     init ─→ LockedDate ─ stage ─→ StagedDate ─ ready ─→ ReadyDate ─→ Publication ─→ done
///               decide: FoundDate     │ discard             │ discard     │ an error: the
///                                     ↓                     ↓             ↓ UndoJournal backwards
///                                 as it was             as it was     as it was, or not done
///
/// ``decide(filter:source:)`` changes nothing that counts. It returns a ``FoundDate``,
/// which ``stage(_:)`` requires. All states hold the lock.
///
/// At any time a published file is absent, or the complete old file, or the complete new file. The
/// date is done if its manifest and all files that the manifest lists exist. Source:
/// `docs/architecture.md`, "The commit".
package struct LockedDate: ~Copyable {
  /// What an ingest of the date does.
  package enum Decision {
    /// Nothing: the date is done, and its files hold what the call asks for.
    case skip(SkipReason)
    case ingest(FoundDate)
  }

  /// The paths of the date. The partitioning is known only after `decide`.
  private let layout: LakeLayout
  private let options: IngestOptions
  private let lock: HeldLock

  /// Waits for the lock's holder to release it, after a call of `waits`, then removes what dead
  /// runs have staged for the date. `options` are those of the call, in which settings may be open.
  package init(
    _ layout: LakeLayout, options: IngestOptions, cancellation: Cancellation?,
    waits: () -> Void = {}
  ) throws(SystemError) {
    let sharing = try FolderSharing(layout.root)
    try sharing.makeFoldersOnDisk(layout.ownFolders)
    let lock = try HeldLock(
      layout.lock, of: layout, sharing: sharing, isRequired: !options.withoutLocks,
      cancellation: cancellation, waits: waits)
    let staging = layout.absolute(LakeLayout.stagingDirectory)
    for name in try FileSystem.names(in: staging) where name.begins(with: layout.stagingPrefix) {
      try FileSystem.removeTree("\(staging)/\(name)")
    }
    self.layout = layout
    self.options = options
    self.lock = lock
  }

  /// Decides from the settings, the manifest and the existing files.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package func decide(
    filter: SymbolFilter?, source: KnownSource
  ) throws(IngestError) -> Decision {
    try Self.decision(
      on: layout, options: options, filter: filter, source: source
    ) { _ = try? FileSystem.removeFile($0) }
  }

  /// What ``decide(filter:source:)`` decides if the date is as it is now. Without the
  /// date's lock it may change at any time. Nothing in the lake is changed.
  ///
  /// - Parameter remove: called with the path of a publishing list that is of no use, because its
  ///   run was killed after it had written the manifest.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package static func decision(
    on layout: LakeLayout, options: IngestOptions, filter: SymbolFilter?, source: KnownSource,
    removing remove: (String) -> Void = { _ in }
  ) throws(IngestError) -> Decision {
    let settings = try LakeState(layout, options: options).settingsInForce()
    let layout = LakeLayout(
      root: layout.root, dataType: layout.dataType, date: layout.date,
      key: PartitionKey(layout.dataType, settings.options.partitioning))
    let state = LakeState(layout, options: settings.options)
    let manifest = try state.manifest()
    let recorded = (manifest?.files.map(\.path) ?? []).filter(layout.owns)
    let recordedPaths = Set(recorded.map(ExactText.init))
    let intended = try state.intendedPaths().filter(layout.owns)
    let sharing = try layout.system { () throws(SystemError) in try FolderSharing(layout.root) }
    func found(isDone: Bool) -> FoundDate {
      FoundDate(
        layout: layout, callOptions: options, settings: settings, isDone: isDone,
        recordedSource: manifest?.source,
        recordedPaths: recordedPaths,
        earlierPaths: recordedPaths.union(intended.map(ExactText.init)), sharing: sharing)
    }
    guard let manifest, try state.isDone(manifest) else {
      try LakeObstacles(layout).checkMonth()
      // If the date is one file, its path is already known.
      if layout.key == nil { _ = try state.place(layout.file, isDone: false) }
      return .ingest(found(isDone: false))
    }
    if options.onExisting != .overwrite { remove(layout.absolute(layout.intent)) }
    if let reason = try state.reasonToSkip(manifest, filter: filter, source: source) {
      return .skip(reason)
    }
    try LakeObstacles(layout).checkMonth()
    return .ingest(found(isDone: true))
  }

  /// Makes a staging folder, outside of the tree that readers scan. `found` is the result of
  /// ``decide(filter:source:)``.
  package consuming func stage(_ found: FoundDate) throws(SystemError) -> StagedDate {
    try StagedDate(found, lock: lock)
  }
}
