internal import Columnar
internal import ParquetFormat

/// Checks statistics against the values. The superseded `min` and `max` are not looked at.
enum StatisticsCheck {
  /// `isChunk` says that these are a column chunk's, which must be there where it has a value; those
  /// of pages may be absent.
  static func check(
    _ statistics: Statistics?, against bounds: Bounds, type: DataType, isChunk: Bool,
    into findings: inout FindingList
  ) {
    let isRequired = isChunk && bounds.valueCount > 0
    guard let statistics else {
      if isRequired { findings.add("PARQ-4.1", "there are no statistics") }
      return
    }
    if let nullCount = statistics.nullCount {
      findings.expect("null_count", Int(nullCount), bounds.nullCount, rule: "PARQ-4.1")
    } else if isRequired {
      findings.add("PARQ-4.1", "null_count is missing")
    }
    if let distinctCount = statistics.distinctCount {
      findings.expect("distinct_count", Int(distinctCount), bounds.distinctCount)
    }
    check("min", statistics.minValue, bounds.min, type, isRequired, into: &findings)
    check("max", statistics.maxValue, bounds.max, type, isRequired, into: &findings)
    if statistics.isMinValueExact == false || statistics.isMaxValueExact == false {
      findings.add("PARQ-4.1", "min or max is said not to be exact")
    }
  }

  private static func check(
    _ name: String, _ found: [UInt8]?, _ expected: [UInt8]?, _ type: DataType, _ isRequired: Bool,
    into findings: inout FindingList
  ) {
    switch (found, expected) {
    case (nil, nil): break
    case (nil, _?): if isRequired { findings.add("PARQ-4.1", "\(name) is missing") }
    case (let found?, nil):
      findings.add("PARQ-4.3", "\(name) is \(shown(found)), but there is no value with an order")
    case (let found?, let expected?) where found != expected:
      let rule: String
      switch type {
      case .float32, .float64: rule = "PARQ-4.3"
      case .uint32, .uint64, .string: rule = "PARQ-4.2"
      default: rule = "PARQ-4.1"
      }
      findings.add(rule, "\(name): \(shown(expected)) expected, \(shown(found)) found")
    default: break
    }
  }

  /// Bytes in hexadecimal.
  static func shown(_ bytes: [UInt8]) -> String {
    "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
