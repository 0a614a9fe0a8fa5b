package import BarLakeBytes

/// What watches and controls one call while it runs.
package struct RunControls: Sendable {
  package var memory: MemoryWatch
  package var cancellation: Cancellation?
  package var progress: (@Sendable (IngestProgress) -> Void)?
  /// The date that is ingested.
  package var date: CalendarDate
  /// The length of the source in bytes, if it is known.
  package var knownByteCount: Int?

  package init(
    memory: MemoryWatch, cancellation: Cancellation?,
    progress: (@Sendable (IngestProgress) -> Void)?, date: CalendarDate, knownByteCount: Int?
  ) {
    self.memory = memory
    self.cancellation = cancellation
    self.progress = progress
    self.date = date
    self.knownByteCount = knownByteCount
  }

  func report(
    _ phase: IngestProgress.Phase = .reading, sourceByteCount: Int, rowCount: Int
  ) {
    progress?(
      IngestProgress(
        date: date, phase: phase, sourceByteCount: sourceByteCount, knownByteCount: knownByteCount,
        rowCount: rowCount))
  }
}

/// The progress of an ingest.
public struct IngestProgress: Sendable {
  /// What an ingest does one after the other.
  public enum Phase: Hashable, Sendable {
    /// The source is read. A date that is one file is written at the same time.
    case reading
    /// The source was read, and the files of its symbols or underlyings are written, `fileCount` of
    /// all of them so far.
    case writing(fileCount: Int, of: Int)
    /// All files are written. They are synced, which may take a while, and then published.
    case publishing(fileCount: Int)
  }

  /// The date that is ingested. Several dates of a batch are ingested at the same time.
  public var date: CalendarDate
  /// What the ingest does now.
  public var phase: Phase
  /// Bytes of the source read so far.
  public var sourceByteCount: Int
  /// The length of the source in bytes, if it is known.
  public var knownByteCount: Int?
  /// Records read so far.
  public var rowCount: Int
}
