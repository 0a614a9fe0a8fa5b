import BarLakeBytes
import Testing

@Suite struct ReleasedMemoryTests {
  #if canImport(Glibc)
    /// In a process of its own, since others would take the free memory or make more of it. Blocks
    /// of this size are on the heap, where one that is in use keeps those below it from being
    /// returned.
    @Test func `memory that was freed below what is in use is returned when that is asked for`()
      async
    {
      await #expect(processExitsWith: .success) {
        let (blockCount, blockByteCount) = (1_000, 100_000)
        var blocks: [[UInt8]] = []
        blocks.reserveCapacity(blockCount)
        for number in 0..<blockCount {
          let byte = UInt8(truncatingIfNeeded: number)
          blocks.append([UInt8](repeating: byte, count: blockByteCount))
        }
        let last = blocks.removeLast()
        let freedByteCount = blocks.count * blockByteCount
        blocks.removeAll()
        let before = try #require(Memory.processByteCount())
        Memory.releaseFree()
        let after = try #require(Memory.processByteCount())
        try #require(before - after >= freedByteCount / 2)
        try #require(last.last == UInt8(truncatingIfNeeded: blockCount - 1))
      }
    }
  #endif
}
