/// The values of one column, and which rows hold a value.
public struct Column: Sendable {
  /// The values, one per row.
  public var values: ColumnValues
  /// `nil` if every row holds a value. The element of a null row in `values` is an arbitrary value
  /// of the type (zero, empty text, code 0), which no reader may use.
  public var validity: Validity?

  /// Makes a column; without a validity every row holds a value.
  public init(_ values: ColumnValues, validity: Validity? = nil) {
    self.values = values
    self.validity = validity
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// The number of rows without a value.
  public var nullCount: Int { validity?.nullCount ?? 0 }

  /// Whether row `index` (from 0) is null.
  public func isNull(_ index: Int) -> Bool {
    guard let validity else { return false }
    return !validity[index]
  }
}

/// The buffers of a column, with one element per row. Dates are `int32` days since 1970-01-01.
/// Timestamps are `int64` counts of their type's unit since 1970-01-01 00:00 UTC. The element of a
/// null row is arbitrary.
public enum ColumnValues: Sendable {
  case bool([Bool])
  case int8([Int8])
  case int16([Int16])
  case int32([Int32])
  case int64([Int64])
  case uint32([UInt32])
  case uint64([UInt64])
  case float32([Float])
  case float64([Double])
  case string(StringValues)
  case dictionary(DictionaryValues)
  /// The same value in every row: `values` holds one element, and `count` is the number of rows.
  /// Arrow calls this a run-end encoded array with one run.
  indirect case repeated(ColumnValues, count: Int)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int8(let values): values.count
    case .int16(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    case .uint32(let values): values.count
    case .uint64(let values): values.count
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .string(let values): values.count
    case .dictionary(let values): values.codes.count
    case .repeated(_, let count): count
    }
  }
}

/// Texts as codes: row `i` holds `dictionary[codes[i]]`. No two texts of the dictionary are equal.
/// It may hold texts that no row shows.
///
/// Source: Arrow `format/Columnar.rst`, "Dictionary-encoded Layout".
public struct DictionaryValues: Sendable {
  /// The position of each row's text in the dictionary, from 0. The code of a null row is arbitrary
  /// and may be outside the dictionary.
  public var codes: [Int32]
  /// The distinct texts.
  public var dictionary: StringValues

  /// Texts given by their codes, each of which must be in the dictionary.
  public init(codes: [Int32] = [], dictionary: StringValues = StringValues()) {
    self.codes = codes
    self.dictionary = dictionary
  }
}
