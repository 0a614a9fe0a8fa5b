/// What a look at the memory led to.
///
/// Source: `docs/spec.md`, MEM-3.
public enum MemoryAction: String, CaseIterable, Codable, Sendable {
  /// Nothing: at most 75 % of the machine's memory is in use.
  case none
  /// More than 75 %: the buffers that the ingest and the thread that looked keep for later, and
  /// what the allocator keeps free, were returned to the machine.
  case release
  /// More than 85 %: those of the ingest's other threads are returned too as soon as each ends its
  /// step, there was a warning, once a call, and the thread that looked rested for a tenth of a
  /// second.
  case releaseAll = "release_all"

  /// The action for a share of the machine's memory in use, in percent.
  init(usedPercent: Double) {
    self = usedPercent > 85 ? .releaseAll : usedPercent > 75 ? .release : .none
  }
}
