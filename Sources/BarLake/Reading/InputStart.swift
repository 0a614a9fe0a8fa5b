internal import BarLakeBytes
package import BarLakeCSV

/// The start of an input, for the messages of errors in its header.
package struct InputStart: Sendable {
  /// The first bytes, after inflating; as many as ``ForeignFormat`` looks at.
  private let bytes: [UInt8]
  /// Whether they were inflated.
  private let isInflated: Bool

  /// The start of the input whose first block is `block`.
  package init(of block: Block, isInflated: Bool) {
    let count = min(block.buffer.count, ForeignFormat.neededByteCount)
    bytes = Array(block.buffer.storage[..<count])
    self.isInflated = isInflated
  }

  /// `problem`, after a description of what the input is instead of a flat file, if that is known.
  package func explain(_ problem: String) -> String {
    guard let format = ForeignFormat(bytes) else { return problem }
    let input = isInflated ? "what the gzip file holds" : "the input"
    return
      "\(input) is \(format.name): \(format.remedy); BarLake reads plain CSV and gzip (\(problem))"
  }
}
