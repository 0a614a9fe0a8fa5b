package import BarLakeBytes

/// Where a memory monitor's readings come from, and what its actions work on.
package protocol MemorySystem: Sendable {
  /// Bytes of memory the process occupies, or nil where that cannot be told.
  func processByteCount() -> Int?
  /// The machine's memory, or nil where that cannot be told.
  func machine() -> MachineMemory?
  /// Returns memory that is kept for later allocations to the machine.
  func releaseFree()
  /// Seconds on a clock that only goes forward.
  func seconds() -> Double
  /// Lets the calling thread rest.
  func wait(seconds: Double)
}

/// The machine that the process runs on.
package struct ThisMachine: MemorySystem {
  package init() {}

  package func processByteCount() -> Int? { Memory.processByteCount() }
  package func machine() -> MachineMemory? { Memory.machine() }
  package func releaseFree() { Memory.releaseFree() }
  package func seconds() -> Double { MonotonicClock.seconds() }
  package func wait(seconds: Double) { MonotonicClock.wait(seconds: seconds) }
}
