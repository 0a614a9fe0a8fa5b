internal import CBarLakeSystemCalls

/// What the process and the machine use, and returning memory.
package enum Memory {
  /// Bytes of memory that the process uses now; `nil` if the system does not report it.
  package static func processByteCount() -> Int? { Platform.processMemoryByteCount() }

  /// The machine's memory now; `nil` if the system does not report it.
  package static func machine() -> MachineMemory? { Platform.machineMemory() }

  /// Returns the memory that the allocator holds and does not use to the system.
  package static func releaseFree() { barlake_release_free_memory() }

  /// Settings for a program whose large buffers are pooled. Call it first in `main`.
  public static func tuneAllocator() { barlake_tune_allocator() }
}
