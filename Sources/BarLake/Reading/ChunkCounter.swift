/// Counts chunks of input rows: the last may be shorter.
struct ChunkCounter {
  let chunkSize: Int
  /// Chunks begun.
  private(set) var count = 0
  /// Rows that the chunk underway, or else the next, still takes.
  private(set) var remainingRowCount: Int

  init(chunkSize: Int) {
    self.chunkSize = chunkSize
    remainingRowCount = chunkSize
  }

  /// Adds rows, at most ``remainingRowCount``; returns whether they complete a chunk.
  mutating func add(_ rowCount: Int) -> Bool {
    if remainingRowCount == chunkSize { count += 1 }
    remainingRowCount -= rowCount
    if remainingRowCount > 0 { return false }
    remainingRowCount = chunkSize
    return true
  }
}
