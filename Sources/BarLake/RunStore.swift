internal import Bytes

/// The runs of a date while its input is read: in memory up to a limit, then in a file of the
/// staging directory. A byte's place is its number among the bytes of all runs.
struct RunStore: ~Copyable {
  private let memoryByteLimit: Int
  private let path: String
  private var held: [(start: Int, bytes: ByteBuffer)] = []
  private var heldByteCount = 0
  private var file: StagedFile?
  /// Bytes of all runs.
  private(set) var byteCount = 0

  /// A store that makes the file `path` when it needs one.
  init(memoryByteLimit: Int, path: String) {
    self.memoryByteLimit = memoryByteLimit
    self.path = path
  }

  /// Takes the next run, in memory as long as that may be and there is room. Where it may not be,
  /// and nothing is on the disk yet, the runs before go there too.
  mutating func append(_ run: ByteBuffer, inMemory: Bool = true) throws(SystemError) {
    defer { byteCount += run.count }
    if file == nil, inMemory, byteCount + run.count <= memoryByteLimit {
      held.append((byteCount, run))
      heldByteCount = byteCount + run.count
      return
    }
    if file == nil {
      file = try StagedFile(creating: path)
      if !inMemory { try moveToDisk() }
    }
    try file?.write(run.storage.span.extracting(0..<run.count))
  }

  private mutating func moveToDisk() throws(SystemError) {
    for (_, bytes) in held { try file?.write(bytes.storage.span.extracting(0..<bytes.count)) }
    held = []
    heldByteCount = 0
  }

  /// The runs, for reading; the file is gone as soon as nobody reads it any longer.
  consuming func finish() throws(SystemError) -> StoredRuns {
    var opened: RandomAccessFile?
    if file != nil {
      try file?.closeUnsynchronized()
      opened = try RandomAccessFile(path)
      try FileSystem.removeFile(path)
    }
    return StoredRuns(held: held, heldByteCount: heldByteCount, file: opened)
  }
}

/// The runs of a date, read in any order from any thread.
struct StoredRuns: Sendable {
  private let held: [(start: Int, bytes: ByteBuffer)]
  private let heldByteCount: Int
  private let file: RandomAccessFile?

  fileprivate init(
    held: [(start: Int, bytes: ByteBuffer)], heldByteCount: Int, file: RandomAccessFile?
  ) {
    self.held = held
    self.heldByteCount = heldByteCount
    self.file = file
  }

  /// The bytes of `range`, which lies inside one run.
  func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
    if let file, range.lowerBound >= heldByteCount {
      return try file.read(range.lowerBound - heldByteCount..<range.upperBound - heldByteCount)
    }
    // The run whose start is the last at or before the range's.
    var (low, high) = (0, held.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if held[middle].start <= range.lowerBound { low = middle } else { high = middle }
    }
    let start = held[low].start
    return Array(
      held[low].bytes.storage[range.lowerBound - start..<range.upperBound - start])
  }
}
