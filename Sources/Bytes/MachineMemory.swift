/// The memory of the machine at one moment.
package struct MachineMemory: Hashable, Sendable {
  /// The total memory in bytes; above 0.
  package var totalByteCount: Int
  /// The bytes that programs can still take without others giving some back.
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
