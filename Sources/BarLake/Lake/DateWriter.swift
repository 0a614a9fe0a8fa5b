package import BarLakeBytes

/// Makes one date done, from its lock to its manifest. Whoever uses it makes only the files, from a
/// flat file or from another lake.
package struct DateWriter: Sendable {
  /// What became of a date before its commit. `Made` is what the maker of the files says of them.
  package enum Staged<Made> {
    /// The date was done already.
    case skipped(SkipReason)
    /// There are no rows to publish, and the date is as it was (API-12).
    case unchanged(Made)
    case ready(ReadyDate, Made)
  }

  /// The files of a date, staged, their manifest, and what their maker says of them.
  package typealias Files<Made> = (partitions: [StagedPartition], manifest: Manifest, made: Made)

  private let layout: LakeLayout
  private let options: IngestOptions
  private let cancellation: Cancellation?

  /// A writer of a date of the lake in `root`. `options` are those of the call, in which settings
  /// may be open.
  package init(
    root: String, dataType: MarketDataType, date: CalendarDate, options: IngestOptions,
    cancellation: Cancellation?
  ) {
    layout = LakeLayout(root: root, dataType: dataType, date: date, key: nil)
    self.options = options
    self.cancellation = cancellation
  }

  /// Skips the date, or calls `makeFiles` with the state of the date and its staging folder. A date
  /// that is ready holds its lock; it goes to a ``Publication``, alone or with others.
  ///
  /// - Parameters:
  ///   - filter: the symbols to which the call is limited.
  ///   - source: what is known of the source.
  ///   - waits: called before the holder of the date's lock is waited for.
  /// - Throws: `output_conflict`, `io_error`, and what `makeFiles` throws. The lake is unchanged.
  package func stage<Made>(
    filter: SymbolFilter?, source: KnownSource, waits: () -> Void = {},
    _ makeFiles: (FoundDate, _ stagingDirectory: String) throws(IngestError) -> Files<Made>
  ) throws(IngestError) -> Staged<Made> {
    try LakeObstacles(layout).checkOwn()
    let date: LockedDate
    do {
      date = try LockedDate(
        layout, options: options, cancellation: cancellation, waits: waits)
    } catch {
      // On a read-only lake no lock can be taken. A date that is done is skipped without one.
      if error.isOfPermission,
        case .skip(let reason) = try LockedDate.decision(
          on: layout, options: options, filter: filter, source: source)
      {
        return .skipped(reason)
      }
      throw .io(error, root: layout.root)
    }
    switch try date.decide(filter: filter, source: source) {
    case .skip(let reason): return .skipped(reason)
    case .ingest(let found): return try stage(date, found, makeFiles)
    }
  }

  private func stage<Made>(
    _ date: consuming LockedDate, _ found: FoundDate,
    _ makeFiles: (FoundDate, String) throws(IngestError) -> Files<Made>
  ) throws(IngestError) -> Staged<Made> {
    let staged: StagedDate
    do {
      staged = try date.stage(found)
    } catch {
      throw .io(error, root: layout.root)
    }
    let files: Files<Made>
    do throws(IngestError) {
      files = try makeFiles(found, staged.stagingDirectory)
    } catch {
      staged.discard()
      throw error
    }
    if files.partitions.isEmpty {
      staged.discard()
      return .unchanged(files.made)
    }
    return .ready(staged.ready(files.partitions, recordedBy: files.manifest), files.made)
  }
}
