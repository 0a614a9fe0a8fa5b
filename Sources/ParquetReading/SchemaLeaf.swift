package import BarLakeColumnar
package import BarLakeParquetFormat

/// A column of a file: a leaf of the schema, and the levels that its path requires.
///
/// Source: parquet-format `README.md`, "Nested Encoding".
package struct SchemaLeaf: Sendable {
  package var element: SchemaElement
  /// The names from below the root to the leaf.
  package var path: [String]
  /// The number of fields on the path that may be absent. A value exists if it has this level.
  package var maximumDefinitionLevel: Int
  /// The number of fields on the path that may repeat.
  package var maximumRepetitionLevel: Int
  /// The type of the outermost group on the path that has one, such as `LIST` or `VARIANT`.
  var groupType: String?

  /// The path, its parts joined by points.
  package var name: String { path.joined(separator: ".") }

  /// Whether the column is a direct child of the root and has one value or null in every row.
  package var isFlat: Bool { path.count == 1 && maximumRepetitionLevel == 0 }
}

extension SchemaLeaf {
  /// The leaves of the tree that `schema` lists, parents before children; nil if it is not a tree.
  static func leaves(of schema: [SchemaElement]) -> [SchemaLeaf]? {
    struct Group {
      var remaining: Int
      var path: [String]
      var definitionLevel: Int
      var repetitionLevel: Int
      var type: String?
    }
    guard let root = schema.first, let childCount = root.childCount, childCount >= 0 else {
      return nil
    }
    var leaves: [SchemaLeaf] = []
    // An explicit stack, because a damaged file may be nested more deeply than a thread's stack
    // allows.
    var groups = [
      Group(remaining: Int(childCount), path: [], definitionLevel: 0, repetitionLevel: 0)
    ]
    for element in schema.dropFirst() {
      while let group = groups.last, group.remaining == 0 { groups.removeLast() }
      guard let parent = groups.last, parent.path.count < depthLimit else { return nil }
      groups[groups.count - 1].remaining -= 1
      let path = parent.path + [element.name]
      let isRepeated = element.repetition == .repeated
      let definitionLevel = parent.definitionLevel + (element.repetition == .required ? 0 : 1)
      let repetitionLevel = parent.repetitionLevel + (isRepeated ? 1 : 0)
      if let childCount = element.childCount, element.type == nil {
        guard childCount >= 0 else { return nil }
        groups.append(
          Group(
            remaining: Int(childCount), path: path, definitionLevel: definitionLevel,
            repetitionLevel: repetitionLevel, type: parent.type ?? element.meaning?.description))
      } else {
        guard element.type != nil, element.repetition != nil else { return nil }
        leaves.append(
          SchemaLeaf(
            element: element, path: path, maximumDefinitionLevel: definitionLevel,
            maximumRepetitionLevel: repetitionLevel, groupType: parent.type))
      }
    }
    return groups.allSatisfy { $0.remaining == 0 } ? leaves : nil
  }

  /// The deepest nesting of groups.
  private static let depthLimit = 64
}

extension SchemaLeaf {
  /// The column's type in Arrow's terms. It follows from the physical type and the logical type, or
  /// from the converted type if there is no logical type. Nil if `Columnar` has no such type, and
  /// for INT96, which the format deprecates.
  ///
  /// Source: parquet-format `LogicalTypes.md`.
  package var dataType: DataType? {
    guard let type = element.type, !element.hasUnknownMeaning else { return nil }
    switch (type, element.meaning) {
    case (.boolean, nil): return .bool
    case (.int32, nil), (.int32, .integer(bitWidth: 32, isSigned: true)): return .int32
    case (.int32, .integer(bitWidth: 8, isSigned: true)): return .int8
    case (.int32, .integer(bitWidth: 16, isSigned: true)): return .int16
    case (.int32, .integer(bitWidth: 32, isSigned: false)): return .uint32
    case (.int32, .date): return .date32
    case (.int64, nil), (.int64, .integer(bitWidth: 64, isSigned: true)): return .int64
    case (.int64, .integer(bitWidth: 64, isSigned: false)): return .uint64
    case (.int64, .timestamp(let isUTC, let unit)):
      return .timestamp(TimeUnit(unit), zone: isUTC ? "UTC" : nil)
    case (.float, nil): return .float32
    case (.double, nil): return .float64
    case (.byteArray, .string), (.byteArray, .enumeration), (.byteArray, .json): return .string
    default: return nil
    }
  }

  /// The physical, logical and converted type, for messages: `INT64 TIMESTAMP(…)`.
  package var typeDescription: String {
    let parts: [String?] = [
      element.type?.description, element.logicalType?.description,
      element.convertedType?.description,
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}

extension TimeUnit {
  fileprivate init(_ unit: LogicalType.Unit) {
    self =
      switch unit {
      case .milliseconds: .millisecond
      case .microseconds: .microsecond
      case .nanoseconds: .nanosecond
      }
  }
}

extension LogicalType {
  /// The logical type that corresponds to a converted type. Nil if there is none, or if it needs
  /// parameters.
  ///
  /// Source: parquet-format `LogicalTypes.md`, the sections "Compatibility".
  package init?(_ convertedType: ConvertedType) {
    switch convertedType {
    case .utf8: self = .string
    case .enumeration: self = .enumeration
    case .date: self = .date
    case .timeMilliseconds: self = .time(isAdjustedToUTC: true, unit: .milliseconds)
    case .timeMicroseconds: self = .time(isAdjustedToUTC: true, unit: .microseconds)
    case .timestampMilliseconds: self = .timestamp(isAdjustedToUTC: true, unit: .milliseconds)
    case .timestampMicroseconds: self = .timestamp(isAdjustedToUTC: true, unit: .microseconds)
    case .uint8: self = .integer(bitWidth: 8, isSigned: false)
    case .uint16: self = .integer(bitWidth: 16, isSigned: false)
    case .uint32: self = .integer(bitWidth: 32, isSigned: false)
    case .uint64: self = .integer(bitWidth: 64, isSigned: false)
    case .int8: self = .integer(bitWidth: 8, isSigned: true)
    case .int16: self = .integer(bitWidth: 16, isSigned: true)
    case .int32: self = .integer(bitWidth: 32, isSigned: true)
    case .int64: self = .integer(bitWidth: 64, isSigned: true)
    case .json: self = .json
    case .bson: self = .bson
    default: return nil
    }
  }
}
