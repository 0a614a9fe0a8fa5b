package import BarLakeColumnar

/// The type of the values of a flat column of any writer, and in which buffers of a `Column` the
/// reader returns them.
///
/// The types that are not of `Columnar` are read so that tables of other writers can be compared;
/// no lake has them.
package enum LeafType: Hashable, Sendable {
  /// A type of `Columnar`, in its own buffers.
  case columnar(DataType)
  /// A timestamp of nanoseconds without a zone, in the twelve bytes of an ``Int96``.
  case int96
  /// In buffers of `uint32`.
  case uint8
  /// In buffers of `uint32`.
  case uint16
  /// The unscaled values: numbers of the column's physical type, or two's complement in bytes, the
  /// highest byte first. The value is the unscaled one divided by 10 to the power `scale`.
  case decimal(precision: Int, scale: Int)
  /// The number of units since midnight: `int32` for milliseconds, otherwise `int64`.
  case time(TimeUnit, isUTC: Bool)
  /// The bits of binary16 in two bytes, the lowest first.
  case float16
  /// Sixteen bytes, the highest first.
  case uuid
  /// Nulls only, in buffers of `int32`.
  case null
  /// Any number of bytes without a meaning.
  case bytes
  /// This number of bytes without a meaning.
  case fixed(Int)
}

extension LeafType: CustomStringConvertible {
  /// The name in tables of text: `float64`, `decimal(9,2)`, `time[us, UTC]`, `fixed(16)`.
  package var description: String {
    switch self {
    case .columnar(let type): type.description
    case .int96: "timestamp[ns]"
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
    case .time(let unit, let isUTC): isUTC ? "time[\(unit), UTC]" : "time[\(unit)]"
    case .float16: "float16"
    case .uuid: "uuid"
    case .null: "null"
    case .bytes: "bytes"
    case .fixed(let byteCount): "fixed(\(byteCount))"
    }
  }
}
