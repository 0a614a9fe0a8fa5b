import BarLakeBytes
import BarLakeSpill
import BarLakeTestSupport
import Testing

@Suite struct SpillStoreTests {
  private static func buffer(_ bytes: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.append(copying: bytes.span)
    return buffer
  }

  private static func bytes(_ range: Range<Int>, of stored: StoredSpills) throws -> [UInt8] {
    try stored.read(range) { bytes in bytes.indices.map { bytes[$0] } }
  }

  /// How many of the spills, of 3 bytes each, the limit leaves in memory; the rest are in the file.
  @Test(arguments: [0, 2, 3, 5, 6, 9, 100])
  func `bytes are read by their place, whether in memory or in the file`(_ limit: Int) throws {
    let folder = try TemporaryFolder()
    var store = SpillStore(memoryByteLimit: limit, directory: folder.path)
    for number in 0..<3 {
      try store.append(
        Self.buffer([UInt8(3 * number), UInt8(3 * number + 1), UInt8(3 * number + 2)]))
    }
    #expect(store.byteCount == 9)
    let stored = store.finish()
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    for start in 0..<9 {
      for end in start...(start / 3 * 3 + 3) where end > start {
        #expect(try Self.bytes(start..<end, of: stored) == (start..<end).map { UInt8($0) })
      }
    }
  }

  @Test func `if memory is short, held spills are moved to the file too`() throws {
    let folder = try TemporaryFolder()
    var store = SpillStore(memoryByteLimit: 100, directory: folder.path)
    try store.append(Self.buffer([1, 2]))
    try store.append(Self.buffer([3]), inMemory: false)
    try store.append(Self.buffer([4, 5]))
    // The file has no name.
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    let stored = store.finish()
    #expect(try Self.bytes(0..<2, of: stored) == [1, 2])
    #expect(try Self.bytes(2..<3, of: stored) == [3])
    #expect(try Self.bytes(3..<5, of: stored) == [4, 5])
  }
}
