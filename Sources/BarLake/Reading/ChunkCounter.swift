/// Counts chunks of input records; the last may be shorter.
struct ChunkCounter {
  let chunkSize: Int
  /// Chunks begun.
  private(set) var count = 0
  /// The number of rows until the current chunk is full, or the next one if no chunk is in
  /// progress.
  private(set) var remainingRowCount: Int

  init(chunkSize: Int) {
    self.chunkSize = chunkSize
    remainingRowCount = chunkSize
  }

  /// Adds at most ``remainingRowCount`` rows. Returns whether they complete a chunk.
  mutating func add(_ rowCount: Int) -> Bool {
    if remainingRowCount == chunkSize { count += 1 }
    remainingRowCount -= rowCount
    if remainingRowCount > 0 { return false }
    remainingRowCount = chunkSize
    return true
  }
}
