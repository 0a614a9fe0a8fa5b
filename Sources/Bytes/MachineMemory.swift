/// The memory of the machine at one moment.
package struct MachineMemory: Hashable, Sendable {
  /// All of it, in bytes; above 0.
  package var totalByteCount: Int
  /// What programs could still take without others having to give some back, in bytes.
  package var availableByteCount: Int

  package init(totalByteCount: Int, availableByteCount: Int) {
    self.totalByteCount = totalByteCount
    self.availableByteCount = availableByteCount
  }

  /// The share in use, in percent.
  package var usedPercent: Double {
    100 * Double(totalByteCount - availableByteCount) / Double(totalByteCount)
  }
}
