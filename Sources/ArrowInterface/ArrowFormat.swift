internal import BarLakeColumnar

extension DataType {
  /// The format string of the type in the C data interface; for a dictionary, that of its indices.
  ///
  /// Source: Arrow `format/CDataInterface.rst`, "Data type description -- format strings".
  var arrowFormat: String {
    switch self {
    case .bool: "b"
    case .int8, .dictionary(index: .int8): "c"
    case .int16: "s"
    case .int32, .dictionary(index: .int32): "i"
    case .int64: "l"
    case .uint32: "I"
    case .uint64: "L"
    case .float32: "f"
    case .float64: "g"
    case .string: "u"
    case .date32: "tdD"
    case .timestamp(.millisecond, let zone): "tsm:\(zone ?? "")"
    case .timestamp(.microsecond, let zone): "tsu:\(zone ?? "")"
    case .timestamp(.nanosecond, let zone): "tsn:\(zone ?? "")"
    }
  }

  /// The type of the dictionary's values; nil for a type without a dictionary.
  var arrowDictionaryFormat: String? {
    if case .dictionary = self { DataType.string.arrowFormat } else { nil }
  }
}
