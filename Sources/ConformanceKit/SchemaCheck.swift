internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks that physical, logical and converted types agree, and that a lake can have them.
enum SchemaCheck {
  static func check(_ file: ParquetFile, into findings: inout FindingList) {
    for leaf in file.leaves {
      findings.place = "schema, \(leaf.name)"
      if !leaf.isFlat { findings.add("PARQ-8.1", "the field is nested") }
      if leaf.element.repetition != .optional {
        findings.add("SCHEMA-7.1", "the field is not OPTIONAL", level: .reference)
      }
      guard leaf.dataType != nil else {
        findings.add("PARQ-8.1", "\(leaf.typeDescription) is no type of a lake")
        continue
      }
      check(leaf.element, into: &findings)
    }
    findings.place = "file"
  }

  /// Checks that the logical and the converted type agree if both exist. For texts, dates, and
  /// integers of their physical type the converted type alone is enough, because it means the same.
  /// For timestamps it is not enough, because it does not say whether they are UTC. The logical
  /// type alone is enough, except for integers.
  private static func check(_ element: SchemaElement, into findings: inout FindingList) {
    let rule = rule(of: element)
    guard let logicalType = element.logicalType else {
      if let converted = element.convertedType, converted != .int32, converted != .int64 {
        let isSame = converted == .utf8 || converted == .date
        findings.add(
          rule, "\(converted) without its logical type", level: isSame ? .reference : .must)
      }
      return
    }
    let expected = convertedType(of: logicalType)
    if element.convertedType == nil, let expected {
      findings.add(
        rule, "\(logicalType) without its converted type \(expected)",
        level: rule == "SCHEMA-6.1" ? .must : .reference)
    } else if let converted = element.convertedType, converted != expected {
      findings.add(
        rule, "\(logicalType) goes with \(expected?.description ?? "none"), not with \(converted)")
    }
  }

  /// The rule that defines the column's type.
  private static func rule(of element: SchemaElement) -> String {
    switch element.logicalType ?? element.convertedType.flatMap(LogicalType.init) {
    case .string: "SCHEMA-5.1"
    case .timestamp: "SCHEMA-4.1"
    case .date: "SCHEMA-6.2"
    default: "SCHEMA-6.1"
    }
  }

  /// The converted type that corresponds to a logical type; nil if there is none.
  ///
  /// Source: parquet-format `LogicalTypes.md`.
  private static func convertedType(of type: LogicalType) -> ConvertedType? {
    switch type {
    case .string: .utf8
    case .map: .map
    case .list: .list
    case .enumeration: .enumeration
    case .decimal: .decimal
    case .date: .date
    case .time(isAdjustedToUTC: true, unit: .milliseconds): .timeMilliseconds
    case .time(isAdjustedToUTC: true, unit: .microseconds): .timeMicroseconds
    case .timestamp(isAdjustedToUTC: true, unit: .milliseconds): .timestampMilliseconds
    case .timestamp(isAdjustedToUTC: true, unit: .microseconds): .timestampMicroseconds
    case .integer(bitWidth: 8, let isSigned): isSigned ? .int8 : .uint8
    case .integer(bitWidth: 16, let isSigned): isSigned ? .int16 : .uint16
    case .integer(bitWidth: 32, let isSigned): isSigned ? .int32 : .uint32
    case .integer(bitWidth: 64, let isSigned): isSigned ? .int64 : .uint64
    case .json: .json
    case .bson: .bson
    case .time, .timestamp, .integer, .unknown, .uuid, .float16, .other: nil
    }
  }
}
