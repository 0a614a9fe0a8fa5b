package import BarLakeColumnar

/// A batch with a column of every type and of every form of values, most with a null in each third
/// row; `check_arrow.py` knows the same values.
package enum EveryType {
  /// Rows: more than two bytes of validity have bits for, and no multiple of eight.
  package static let rowCount = 20

  package static let schema = Schema(columns.map(\.field))
  package static let batch = RecordBatch(columns: columns.map(\.column), rowCount: rowCount)

  private static let columns: [(field: Field, column: Column)] = [
    (Field("bool", .bool), nullable(.bool(rows { $0 % 2 == 0 }))),
    (Field("int8", .int8), nullable(.int8(rows { Int8($0 - 10) }))),
    (Field("int16", .int16), nullable(.int16(rows { Int16(300 * ($0 - 10)) }))),
    (Field("int32", .int32), nullable(.int32(rows { Int32(70_000 * ($0 - 10)) }))),
    (Field("int64", .int64), nullable(.int64(rows { Int64(5_000_000_000 * ($0 - 10)) }))),
    (Field("uint32", .uint32), nullable(.uint32(rows { 4_000_000_000 + UInt32($0) }))),
    (Field("uint64", .uint64), nullable(.uint64(rows { 1 << 63 + UInt64($0) }))),
    (Field("float32", .float32), nullable(.float32(rows { Float($0) / 4 }))),
    (Field("float64", .float64), nullable(.float64(rows { Double($0) / 8 }))),
    (Field("string", .string), nullable(.string(StringValues(rows { "text \($0) é" })))),
    (Field("date", .date32), nullable(.int32(rows { Int32(19_000 + $0) }))),
    (
      Field("milliseconds", .timestamp(.millisecond, zone: nil)),
      nullable(.int64(rows { Int64($0) * 1_000 }))
    ),
    (
      Field("microseconds", .timestamp(.microsecond, zone: "UTC")),
      nullable(.int64(rows { Int64($0) * 1_000_000 }))
    ),
    (
      Field("nanoseconds", .timestamp(.nanosecond, zone: "America/New_York")),
      nullable(.int64(rows { Int64($0) * 1_000_000_000 }))
    ),
    (Field("dictionary of int32", .dictionary(index: .int32)), nullable(names)),
    (Field("dictionary of int8", .dictionary(index: .int8)), nullable(names)),
    (Field("dictionary as texts", .string), nullable(names)),
    (
      Field("texts as a dictionary", .dictionary(index: .int8)),
      nullable(.string(StringValues(rows { "name \($0 % 4)" })))
    ),
    (Field("repeated number", .int16), Column(.repeated(.int16([7]), count: rowCount))),
    (
      Field("repeated text", .string),
      Column(.repeated(.string(StringValues(["same"])), count: rowCount))
    ),
    (Field("repeated null", .bool), nulls(.bool([false]))),
    (
      Field("required", .int32, isNullable: false),
      Column(.int32(rows { Int32($0) }), validity: Validity(allValid: rowCount))
    ),
  ]

  private static func rows<Value>(_ value: (Int) -> Value) -> [Value] {
    (0..<rowCount).map(value)
  }

  private static func nullable(_ values: ColumnValues) -> Column {
    var validity = Validity()
    for row in 0..<rowCount { validity.append(row % 3 != 1) }
    return Column(values, validity: validity)
  }

  private static func nulls(_ value: ColumnValues) -> Column {
    var validity = Validity()
    validity.append(false, count: rowCount)
    return Column(.repeated(value, count: rowCount), validity: validity)
  }

  private static let names = ColumnValues.dictionary(
    DictionaryValues(
      codes: rows { Int32($0 % 4) },
      dictionary: StringValues(["name 0", "name 1", "name 2", "name 3"])))
}
