import BarLakeBytes
import Testing

/// What Linux says of a process's peak of memory; elsewhere it says nothing.
@Suite struct PeakMemoryTests {
  @Test func `a process that is gone has no peak`() {
    // No process has this number.
    #expect(PeakMemory.byteCount(of: .max) == nil)
    #expect(!PeakMemory.forget(of: .max))
  }

  #if os(Linux)
    @Test func `this process has one, which is not below what it uses`() throws {
      let peak = try #require(PeakMemory.byteCount(of: PeakMemory.ownProcess))
      // The kernel counts pages per thread before it adds them up.
      let slack = 1 << 20
      #expect(peak + slack >= (try #require(Memory.processByteCount())))
    }
  #endif
}
