internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeParquetFormat

/// The bounds of statistics as text.
enum BoundText {
  /// The text of a bound of the field `element`: decimal numbers, ISO 8601 dates and times, texts
  /// as they are, and otherwise the bytes in hexadecimal.
  static func text(_ bytes: [UInt8], of element: SchemaElement) -> String {
    readable(bytes, element) ?? hexadecimal(bytes)
  }

  private static func readable(_ bytes: [UInt8], _ element: SchemaElement) -> String? {
    let logicalType = element.meaning
    switch element.type {
    case .boolean where bytes.count == 1: return bytes[0] == 0 ? "false" : "true"
    case .int32:
      return number(bytes, Int32.self).flatMap { integer(Int64($0), logicalType, element) }
    case .int64: return number(bytes, Int64.self).flatMap { integer($0, logicalType, element) }
    case .float: return number(bytes, UInt32.self).map { "\(Float(bitPattern: $0))" }
    case .double: return number(bytes, UInt64.self).map { "\(Double(bitPattern: $0))" }
    case .byteArray:
      switch logicalType {
      case .string, .enumeration, .json:
        let text = String(decoding: bytes, as: UTF8.self)
        return text.utf8.elementsEqual(bytes) ? text : nil
      default: return nil
      }
    default: return nil
    }
  }

  private static func number<Value: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], _ type: Value.Type
  ) -> Value? {
    guard bytes.count == MemoryLayout<Value>.size else { return nil }
    return bytes.littleEndianValues(type, in: 0..<bytes.count)?.first
  }

  /// An integer in the form of its logical type.
  private static func integer(
    _ value: Int64, _ logicalType: LogicalType?, _ element: SchemaElement
  ) -> String? {
    switch logicalType {
    // A damaged file may declare a wider number as a date; such a count has no calendar day.
    case .date: return Int32(exactly: value).map { CivilDay.text(daysSinceEpoch: Int($0)) }
    case .timestamp(let isUTC, let unit): return instant(value, unit) + (isUTC ? "Z" : "")
    case .time(_, let unit): return timeOfDay(value, unit)
    case .integer(_, isSigned: false):
      return element.type == .int32
        ? String(UInt32(truncatingIfNeeded: value)) : String(UInt64(bitPattern: value))
    case .decimal(let scale, _):
      return (0...38).contains(scale) ? DecimalText.text(value, scale: Int(scale)) : nil
    case nil, .integer: return String(value)
    default: return nil
    }
  }

  private static func instant(_ value: Int64, _ unit: LogicalType.Unit) -> String {
    let unitsPerDay = 86_400 * unit.countPerSecond
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: unitsPerDay)
    let days = remainder < 0 ? quotient - 1 : quotient
    let time = timeOfDay(remainder < 0 ? remainder + unitsPerDay : remainder, unit)
    return "\(CivilDay.text(daysSinceEpoch: Int(days)))T\(time)"
  }

  /// `14:30:00`, with a fraction if it is not zero.
  private static func timeOfDay(_ value: Int64, _ unit: LogicalType.Unit) -> String {
    let seconds = value / unit.countPerSecond
    let fraction = (value % unit.countPerSecond).magnitude
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    let time = parts.map { padded($0.magnitude, to: 2) }.joined(separator: ":")
    return fraction == 0 ? time : "\(time).\(padded(fraction, to: unit.digitCount))"
  }

  private static func padded<Number: UnsignedInteger>(_ number: Number, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    "0x" + Hexadecimal.text(bytes)
  }
}

extension LogicalType.Unit {
  fileprivate var countPerSecond: Int64 {
    switch self {
    case .milliseconds: 1_000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  /// The number of digits of a fraction of a second.
  fileprivate var digitCount: Int {
    switch self {
    case .milliseconds: 3
    case .microseconds: 6
    case .nanoseconds: 9
    }
  }
}
