internal import Columnar
internal import ParquetFormat
internal import ParquetReading

/// Checks statistics against the values. The superseded `min` and `max` are not looked at, nor is
/// `distinct_count`, which may be an estimate.
enum StatisticsCheck {
  /// Checks the statistics of a column chunk, which are there where it has a value, and are exact.
  static func check(
    _ statistics: Statistics?, ofChunkWith bounds: ValueBounds, type: DataType,
    into findings: inout FindingList
  ) {
    let isRequired = bounds.valueCount > 0
    guard let statistics else {
      if isRequired { findings.add("PARQ-4.1", "there are no statistics") }
      return
    }
    checkCounts(statistics, bounds, into: &findings)
    if isRequired, statistics.nullCount == nil {
      findings.add("PARQ-4.1", "null_count is missing")
    }
    if statistics.isMinValueExact == false || statistics.isMaxValueExact == false {
      findings.add("PARQ-4.1", "min or max is said not to be exact")
    }
    let pairs = [
      ("min", statistics.minValue, bounds.min), ("max", statistics.maxValue, bounds.max),
    ]
    for (name, found, expected) in pairs where found != expected {
      guard let expected else {
        findings.add("PARQ-4.3", "\(name) is there, but no value that has an order")
        continue
      }
      guard let found else {
        findings.add("PARQ-4.1", "\(name) is missing")
        continue
      }
      findings.add(rule(of: type), different(name, expected, found))
    }
  }

  /// Checks the statistics of a page, which may be absent and whose bounds need not be exact.
  static func check(
    _ statistics: Statistics?, ofPageWith bounds: ValueBounds, type: DataType,
    into findings: inout FindingList
  ) {
    guard let statistics else { return }
    checkCounts(statistics, bounds, into: &findings)
    checkBound("min", statistics.minValue, bounds.min, type, into: &findings)
    checkBound("max", statistics.maxValue, bounds.max, type, into: &findings)
  }

  /// Checks that a bound is one; that it is exact, all but the reference may leave undone. Nothing
  /// is wrong where there is none, or no value to be bound.
  static func checkBound(
    _ name: String, _ found: [UInt8]?, _ expected: [UInt8]?, _ type: DataType,
    into findings: inout FindingList
  ) {
    guard let found, let expected, found != expected else { return }
    guard let bound = OrderedBound(found, type: type),
      let value = OrderedBound(expected, type: type),
      name == "min" ? bound <= value : bound >= value
    else {
      findings.add(rule(of: type), different(name, expected, found))
      return
    }
    findings.add(rule(of: type), different(name, expected, found), level: .reference)
  }

  private static func checkCounts(
    _ statistics: Statistics, _ bounds: ValueBounds, into findings: inout FindingList
  ) {
    if let nullCount = statistics.nullCount {
      findings.expect("null_count", Int(nullCount), bounds.nullCount, rule: "PARQ-4.1")
    }
  }

  /// The rule about bounds of the type.
  private static func rule(of type: DataType) -> String {
    switch type {
    case .float32, .float64: "PARQ-4.3"
    case .uint32, .uint64, .string: "PARQ-4.2"
    default: "PARQ-4.1"
    }
  }

  private static func different(_ name: String, _ expected: [UInt8], _ found: [UInt8]) -> String {
    "\(name): \(shown(expected)) expected, \(shown(found)) found"
  }

  /// Bytes in hexadecimal.
  private static func shown(_ bytes: [UInt8]) -> String {
    "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
