package import BarLakeBytes

/// The spills of an ingest while its input is read. They are in memory up to a limit, and then in a
/// spill file. The place of a byte is its number among the bytes of all spills.
package struct SpillStore: ~Copyable {
  private let memoryByteLimit: Int
  private let directory: String
  private var held: [(start: Int, bytes: ByteBuffer)] = []
  /// Bytes of those that are held, which come before those of the file.
  private var heldByteCount = 0
  private var file: SpillFile?
  /// Bytes of all spills.
  package private(set) var byteCount = 0

  /// A store that makes a file in `directory` when it needs one.
  package init(memoryByteLimit: Int, directory: String) {
    self.memoryByteLimit = memoryByteLimit
    self.directory = directory
  }

  /// Appends the next spill. It stays in memory if `inMemory` is true and there is room. If
  /// `inMemory` is false and nothing is on disk yet, all earlier spills are moved to disk too.
  package mutating func append(_ spill: ByteBuffer, inMemory: Bool = true) throws(SystemError) {
    defer { byteCount += spill.count }
    if file == nil, inMemory, byteCount + spill.count <= memoryByteLimit {
      held.append((byteCount, spill))
      heldByteCount = byteCount + spill.count
      return
    }
    if file == nil {
      file = try SpillFile(in: directory)
      if !inMemory { try moveToDisk() }
    }
    try file?.append(spill.storage.span.extracting(0..<spill.count))
  }

  private mutating func moveToDisk() throws(SystemError) {
    for (_, bytes) in held { try file?.append(bytes.storage.span.extracting(0..<bytes.count)) }
    held = []
    heldByteCount = 0
  }

  /// The spills, for reading.
  package consuming func finish() -> StoredSpills {
    StoredSpills(held: held, heldByteCount: heldByteCount, file: file)
  }
}

/// The spills of an ingest, which can be read in any order from any thread.
package struct StoredSpills: Sendable {
  private let held: [(start: Int, bytes: ByteBuffer)]
  private let heldByteCount: Int
  private let file: SpillFile?

  fileprivate init(
    held: [(start: Int, bytes: ByteBuffer)], heldByteCount: Int, file: SpillFile?
  ) {
    self.held = held
    self.heldByteCount = heldByteCount
    self.file = file
  }

  /// Passes the bytes of `range`, which lies inside one spill, to `body`.
  package func read<Result>(
    _ range: Range<Int>, _ body: (borrowing Span<UInt8>) -> Result
  ) throws(SystemError) -> Result {
    if let file, range.lowerBound >= heldByteCount {
      let bytes = try file.read(
        range.lowerBound - heldByteCount..<range.upperBound - heldByteCount)
      return body(bytes.span)
    }
    // Find the last spill whose start is at or before the start of the range.
    var (low, high) = (0, held.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if held[middle].start <= range.lowerBound { low = middle } else { high = middle }
    }
    let (start, bytes) = (held[low].start, held[low].bytes.storage)
    return body(bytes.span.extracting(range.lowerBound - start..<range.upperBound - start))
  }
}
