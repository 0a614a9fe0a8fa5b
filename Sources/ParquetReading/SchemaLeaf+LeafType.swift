internal import BarLakeColumnar
internal import BarLakeParquetFormat

extension SchemaLeaf {
  /// The type of the values, whether `Columnar` has it or not; nil if the reader does not support
  /// it.
  ///
  /// Source: parquet-format `LogicalTypes.md`.
  package var type: LeafType? {
    if let dataType { return .columnar(dataType) }
    guard let physicalType = element.type, !element.hasUnknownMeaning else { return nil }
    switch (physicalType, element.meaning) {
    case (_, .unknown): return .null
    case (.int32, .integer(bitWidth: 8, isSigned: false)): return .uint8
    case (.int32, .integer(bitWidth: 16, isSigned: false)): return .uint16
    case (.int32, .time(let isUTC, .milliseconds)): return .time(.millisecond, isUTC: isUTC)
    case (.int64, .time(let isUTC, .microseconds)): return .time(.microsecond, isUTC: isUTC)
    case (.int64, .time(let isUTC, .nanoseconds)): return .time(.nanosecond, isUTC: isUTC)
    case (.int96, nil): return .int96
    case (.byteArray, nil), (.byteArray, .bson): return .bytes
    case (.fixedLengthByteArray, nil): return fixedByteCount.map(LeafType.fixed)
    case (.fixedLengthByteArray, .uuid): return fixedByteCount == 16 ? .uuid : nil
    case (.fixedLengthByteArray, .float16): return fixedByteCount == 2 ? .float16 : nil
    case (_, .decimal(let scale, let precision)):
      guard let most = mostDigitCount, precision > 0, precision <= most, scale >= 0,
        scale <= precision
      else { return nil }
      return .decimal(precision: Int(precision), scale: Int(scale))
    default: return nil
    }
  }

  /// `type`, which is this column's. Throws `unsupported` if it is nil, and for nested fields.
  func type<Kind>(_ type: Kind?, footerOffset: Int) throws(ParquetReadingError) -> Kind {
    guard isFlat else {
      let group = groupType.map { " of a \($0)" } ?? ""
      throw ParquetReadingError(
        .unsupported("the nested field \(name)\(group)"), offset: footerOffset)
    }
    guard let type else {
      throw ParquetReadingError(
        .unsupported("the type of \(name), \(typeDescription)"), offset: footerOffset)
    }
    return type
  }

  /// The number of bytes of each value of FIXED_LEN_BYTE_ARRAY and INT96; nil for other physical
  /// types, and if it is missing or not positive.
  var fixedByteCount: Int? {
    if element.type == .int96 { return Int96.byteCount }
    guard element.type == .fixedLengthByteArray, let length = element.typeLength, length > 0
    else { return nil }
    return Int(length)
  }

  /// The most decimal digits that a DECIMAL of the physical type may have; nil if it cannot be one.
  ///
  /// Source: parquet-format `LogicalTypes.md`, "DECIMAL".
  private var mostDigitCount: Int? {
    switch element.type {
    case .int32: 9
    case .int64: 18
    case .byteArray: Self.digitCount(byteCount: DecimalText.mostByteCount)
    case .fixedLengthByteArray:
      fixedByteCount.flatMap {
        $0 <= DecimalText.mostByteCount ? Self.digitCount(byteCount: $0) : nil
      }
    default: nil
    }
  }

  /// The number of decimal digits of which `byteCount` bytes of two's complement hold every value.
  private static func digitCount(byteCount: Int) -> Int {
    // The logarithm of 2 to the base 10 is a little less than 0.30103, which is exact enough for
    // every number of bytes up to the limit.
    (8 * byteCount - 1) * 30_103 / 100_000
  }
}
