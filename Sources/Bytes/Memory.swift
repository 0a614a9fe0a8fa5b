internal import CSystemCalls

/// What the process and the machine use, and giving memory back.
package enum Memory {
  /// Bytes of memory the process occupies now, or `nil` where the system does not tell.
  package static func processByteCount() -> Int? { Platform.processMemoryByteCount() }

  /// The share of the machine's memory in use, 0 to 1, or `nil` where the system does not tell.
  package static func systemUse() -> Double? { Platform.systemMemoryUse() }

  /// Returns what the allocator holds but does not use to the system.
  package static func releaseFree() { barlake_release_free_memory() }

  /// Settings for a program whose large buffers are pooled; to be called first thing in `main`.
  public static func tuneAllocator() { barlake_tune_allocator() }
}
