internal import BarLakeBytes

/// What watches and steers one call while it runs.
struct RunControls: Sendable {
  var memory: MemoryWatch
  var cancellation: Cancellation?
  var progress: (@Sendable (IngestProgress) -> Void)?
  /// The source's length in bytes, where it is known.
  var knownByteCount: Int?

  func report(sourceByteCount: Int, rowCount: Int) {
    progress?(
      IngestProgress(
        sourceByteCount: sourceByteCount, knownByteCount: knownByteCount, rowCount: rowCount))
  }
}

/// How far an ingest is.
public struct IngestProgress: Sendable {
  /// Bytes of the source read so far.
  public var sourceByteCount: Int
  /// The source's length in bytes, where it is known.
  public var knownByteCount: Int?
  /// Records read so far.
  public var rowCount: Int
}
