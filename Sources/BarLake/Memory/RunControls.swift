package import BarLakeBytes

/// What watches and controls one call while it runs.
package struct RunControls: Sendable {
  package var memory: MemoryWatch
  package var cancellation: Cancellation?
  package var progress: (@Sendable (IngestProgress) -> Void)?
  /// The length of the source in bytes, if it is known.
  package var knownByteCount: Int?

  package init(
    memory: MemoryWatch, cancellation: Cancellation?,
    progress: (@Sendable (IngestProgress) -> Void)?, knownByteCount: Int?
  ) {
    self.memory = memory
    self.cancellation = cancellation
    self.progress = progress
    self.knownByteCount = knownByteCount
  }

  func report(sourceByteCount: Int, rowCount: Int) {
    progress?(
      IngestProgress(
        sourceByteCount: sourceByteCount, knownByteCount: knownByteCount, rowCount: rowCount))
  }
}

/// The progress of an ingest.
public struct IngestProgress: Sendable {
  /// Bytes of the source read so far.
  public var sourceByteCount: Int
  /// The length of the source in bytes, if it is known.
  public var knownByteCount: Int?
  /// Records read so far.
  public var rowCount: Int
}
