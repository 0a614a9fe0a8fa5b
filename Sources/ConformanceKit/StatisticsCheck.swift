internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks statistics against the values.
enum StatisticsCheck {
  /// Checks the statistics of a column chunk. They must exist if the chunk has a value, and be
  /// exact.
  static func check(
    _ statistics: Statistics?, ofChunkWith bounds: ValueBounds, type: DataType,
    into findings: inout FindingList
  ) {
    for fault in ChunkFault.faults(of: statistics, against: bounds) {
      findings.add(rule(of: fault, type: type), fault.problem)
    }
  }

  /// Checks the statistics of a page. They may be absent, and their bounds need not be exact.
  static func check(
    _ statistics: Statistics?, ofPageWith bounds: ValueBounds, type: DataType,
    into findings: inout FindingList
  ) {
    guard let statistics else { return }
    let faults = [
      ChunkFault.nullCountFault(statistics.nullCount, bounds),
      ChunkFault.boundFault("min", statistics.minValue, bounds.min, type),
      ChunkFault.boundFault("max", statistics.maxValue, bounds.max, type),
    ]
    for fault in faults.compactMap({ $0 }) {
      findings.add(rule(of: fault, type: type), fault.problem, level: level(of: fault))
    }
  }

  /// The rule that a fault in statistics breaks.
  static func rule(of fault: ChunkFault, type: DataType) -> String {
    switch fault.kind {
    case .missing, .count: "PARQ-4.1"
    case .boundOfNothing: "PARQ-4.3"
    case .bound, .looseBound:
      switch type {
      case .float32, .float64: "PARQ-4.3"
      case .uint32, .uint64, .string: "PARQ-4.2"
      default: "PARQ-4.1"
      }
    }
  }

  /// Whom the rule binds. Only the reference must write exact bounds.
  static func level(of fault: ChunkFault) -> PhysicalCheck.Level {
    fault.kind == .looseBound ? .reference : .must
  }
}
