internal import CBarLakeSystemCalls

/// What the process and the machine use, and giving memory back.
package enum Memory {
  /// Bytes of memory the process occupies now, or `nil` where the system does not tell.
  package static func processByteCount() -> Int? { Platform.processMemoryByteCount() }

  /// The machine's memory now, or `nil` where the system does not tell.
  package static func machine() -> MachineMemory? { Platform.machineMemory() }

  /// Returns what the allocator holds but does not use to the system.
  package static func releaseFree() { barlake_release_free_memory() }

  /// Settings for a program whose large buffers are pooled; to be called first thing in `main`.
  public static func tuneAllocator() { barlake_tune_allocator() }
}
