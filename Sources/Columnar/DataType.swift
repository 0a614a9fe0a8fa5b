/// The type of a column, in Arrow's terms.
///
/// Source: Arrow `format/Schema.fbs`, union `Type`.
public enum DataType: Hashable, Sendable {
  case bool
  case int8
  case int16
  case int32
  case int64
  case uint32
  case uint64
  case float32
  case float64
  /// UTF-8 text of any length.
  case string
  /// Text stored as an index into a dictionary of distinct values.
  case dictionary(index: DictionaryIndex)
  /// Days since 1970-01-01, as a 32-bit integer.
  case date32
  /// An instant: the number of units since 1970-01-01T00:00:00Z, as a 64-bit integer. The zone is a
  /// label for display and never changes the instant. `nil` means a date and time without a zone.
  case timestamp(TimeUnit, zone: String?)
}

/// The width of the index into a dictionary.
public enum DictionaryIndex: Hashable, Sendable {
  case int8
  case int32
}

/// The unit of a timestamp.
public enum TimeUnit: Hashable, Sendable {
  case millisecond
  case microsecond
  case nanosecond
}

extension DataType: CustomStringConvertible {
  /// The name that the conformance suite uses: `float64`, `timestamp[us, UTC]`,
  /// `dictionary[int32]`.
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float32: "float32"
    case .float64: "float64"
    case .string: "string"
    case .dictionary(index: .int8): "dictionary[int8]"
    case .dictionary(index: .int32): "dictionary[int32]"
    case .date32: "date32"
    case .timestamp(let unit, zone: nil): "timestamp[\(unit)]"
    case .timestamp(let unit, let zone?): "timestamp[\(unit), \(zone)]"
    }
  }
}

extension TimeUnit: CustomStringConvertible {
  /// The unit as in `timestamp[us]`.
  public var description: String {
    switch self {
    case .millisecond: "ms"
    case .microsecond: "us"
    case .nanosecond: "ns"
    }
  }
}
