internal import BarLakeBytes

/// What watches and controls one call while it runs.
struct RunControls: Sendable {
  var memory: MemoryWatch
  var cancellation: Cancellation?
  var progress: (@Sendable (IngestProgress) -> Void)?
  /// The length of the source in bytes, if it is known.
  var knownByteCount: Int?

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
