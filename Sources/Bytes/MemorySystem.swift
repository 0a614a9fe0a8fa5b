/// The source of a memory monitor's readings, and the target of its actions.
package protocol MemorySystem: Sendable {
  /// Bytes of memory that the process uses; nil if this is unknown.
  func processByteCount() -> Int?
  /// The machine's memory; nil if this is unknown.
  func machine() -> MachineMemory?
  /// Returns memory that is kept for later allocations to the machine.
  func releaseFree()
  /// Seconds on a monotonic clock.
  func seconds() -> Double
  /// Lets the calling thread sleep.
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
