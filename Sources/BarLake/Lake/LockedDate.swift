package import BarLakeBytes
internal import BarLakeColumnar

/// A date whose lock is held: the first state of its commit.
///
/// Each state is made by the one before, which is no more then, so what is out of turn does not
/// compile:
///
///     init ─→ LockedDate ─ stage ─→ StagedDate ─ ready ─→ Publication ─ publish ─→ done
///               decide: FoundDate     │ discard             │ an error: the UndoJournal backwards
///                                     ↓                     ↓
///                                 as it was             as it was, or not done
///
/// ``decide(filter:sourceByteCount:)`` changes nothing; what it finds, a ``FoundDate``, is what
/// ``stage(_:)`` asks for. All states hold the lock.
///
/// A published file is absent, or the old one, or the new one whole; the date is done when its
/// manifest is there, and all that it lists. Source: `docs/architecture.md`, "The commit".
package struct LockedDate: ~Copyable {
  /// What an ingest of the date is to do.
  package enum Decision {
    /// Nothing: the date is done, and its files hold what is asked for.
    case skip(SkipReason)
    case ingest(FoundDate)
  }

  /// Where things of the date lie. By which key they are divided is known once it is decided what
  /// to do.
  private let layout: LakeLayout
  private let options: IngestOptions
  private let cancellation: Cancellation?
  private let lock: HeldLock

  /// Waits for the lock's holder, and removes what dead runs staged for the date. `options` are the
  /// call's, which may leave settings open.
  package init(
    _ layout: LakeLayout, options: IngestOptions, cancellation: Cancellation?
  ) throws(SystemError) {
    var created: [String] = []
    for directory in [
      LakeLayout.lockDirectory, LakeLayout.stagingDirectory, layout.manifestDirectory,
    ] {
      created += try FileSystem.createDirectories(layout.absolute(directory))
    }
    try FileSystem.synchronizeEntries(created)
    let lock = try HeldLock(layout.absolute(layout.lock), cancellation: cancellation)
    let staging = layout.absolute(LakeLayout.stagingDirectory)
    for name in try FileSystem.names(in: staging) where name.begins(with: layout.stagingPrefix) {
      try FileSystem.removeTree("\(staging)/\(name)")
    }
    self.layout = layout
    self.options = options
    self.cancellation = cancellation
    self.lock = lock
  }

  /// Decides by the settings, the manifest and the files that are there.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package func decide(
    filter: SymbolFilter?, sourceByteCount: Int?
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
    func found(isDone: Bool) -> FoundDate {
      FoundDate(
        layout: layout, callOptions: options, settings: settings, isDone: isDone,
        recordedPaths: recordedPaths,
        earlierPaths: recordedPaths.union(intended.map(ExactText.init)))
    }
    guard let manifest, try state.isDone(manifest) else {
      // Of a date that is one file it is known already where that will be.
      if layout.key == nil { _ = try state.place(layout.file, isDone: false) }
      return .ingest(found(isDone: false))
    }
    if options.onExisting != .overwrite {
      // What a run that was killed after its manifest has not removed means nothing any longer.
      _ = try? FileSystem.removeFile(layout.absolute(layout.intent))
    }
    let reason = try state.reasonToSkip(
      manifest, filter: filter, sourceByteCount: sourceByteCount)
    return reason.map(Decision.skip) ?? .ingest(found(isDone: true))
  }

  /// Makes a directory for files under construction, outside of the tree that readers scan.
  /// `found` is what was decided of this date.
  package consuming func stage(_ found: FoundDate) throws(SystemError) -> StagedDate {
    try StagedDate(found, lock: lock, cancellation: cancellation)
  }
}
