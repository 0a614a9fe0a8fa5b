/// The action after a check of the memory.
///
/// Source: `docs/spec.md`, MEM-3.
public enum MemoryAction: String, CaseIterable, Codable, Sendable {
  /// No action: at most 75 % of the machine's memory is in use.
  case none
  /// More than 75 % is in use. The ingest and the checking thread dropped the buffers that they
  /// keep for later, and the allocator's free memory was returned to the machine.
  case release
  /// More than 85 % is in use. The ingest's other threads drop their buffers too, each when it ends
  /// its step. There was a warning, once per call, and the checking thread waited for a tenth of a
  /// second.
  case releaseAll = "release_all"

  /// The action for a share of the machine's memory in use, in percent.
  init(usedPercent: Double) {
    self = usedPercent > 85 ? .releaseAll : usedPercent > 75 ? .release : .none
  }
}
