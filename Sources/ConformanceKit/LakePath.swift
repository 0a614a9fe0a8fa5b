internal import BarLakeBytes

/// The parts of the path of a data file, which is relative to the root.
///
/// Source: `docs/spec.md`, PART-1 to PART-4.
package struct LakePath: Sendable {
  /// The symbol or underlying that a folder names, with its column.
  package struct Partition: Sendable {
    package var column: String
    /// The value, decoded, as it is in the input.
    package var value: String
  }

  /// A rule that a path breaks.
  package struct Fault: Error {
    package var rule: String
    package var problem: String
  }

  package var dataType: String
  /// Four digits.
  package var year: String
  /// Two digits.
  package var month: String
  package var partition: Partition?
  package var date: String

  private static let partitionColumns = [
    "stocks_minute": "symbol", "options_minute": "underlying",
  ]
  private static let dailyTypes = ["stocks_daily", "options_daily"]

  /// The longest file name that common file systems allow, in bytes.
  private static let longestNameByteCount = 255

  package init(_ path: String) throws(Fault) {
    let names = path.parts(separatedBy: "/")
    let dataType = names[0]
    let column = Self.partitionColumns[dataType]
    guard column != nil || Self.dailyTypes.contains(dataType) else {
      throw Fault(rule: "API-1.1", problem: "\(dataType) is no data type")
    }
    guard names.count == 4 || names.count == 5 && column != nil else {
      throw Fault(rule: "PART-2.1", problem: "\(names.count) names in a path of \(dataType)")
    }
    year = try Self.digits(4, in: names[1], after: "year=")
    month = try Self.digits(2, in: names[2], after: "month=")
    if Int(year) == 0 { throw Fault(rule: "PART-1.1", problem: "there is no year 0000") }
    let file = names[names.count - 1]
    guard let date = file.dropping(prefix: "date=")?.dropping(suffix: ".parquet") else {
      throw Fault(rule: "PART-2.1", problem: "\(file) is no name of a data file")
    }
    self.date = date
    let bytes = Array(date.utf8)
    let isDay =
      bytes.count == 10 && date.begins(with: "\(year)-\(month)-")
      && bytes[8...].allSatisfy(Self.isDigit)
    guard isDay else {
      throw Fault(rule: "PART-2.1", problem: "\(date) is no day of \(year)-\(month)")
    }
    if names.count == 5, let column {
      partition = Partition(column: column, value: try Self.decoded(names[3], column: column))
    }
    self.dataType = dataType
  }

  private static func digits(
    _ count: Int, in name: String, after prefix: String
  ) throws(Fault) -> String {
    guard let rest = name.dropping(prefix: prefix), rest.utf8.count == count,
      rest.utf8.allSatisfy(isDigit)
    else {
      throw Fault(rule: "PART-2.1", problem: "\(name) is not \(prefix) and \(count) digits")
    }
    return rest
  }

  /// The value of a folder's name. Throws if the value has another name.
  private static func decoded(_ name: String, column: String) throws(Fault) -> String {
    if name.utf8.count > longestNameByteCount {
      throw Fault(rule: "PART-4.3", problem: "a name of \(name.utf8.count) bytes")
    }
    guard name.begins(with: "\(column)=") else {
      let rule = column == "symbol" ? "PART-3.1" : "PART-3.2"
      throw Fault(rule: rule, problem: "\(name) does not name \(column)")
    }
    let encoded = Array(name.utf8.dropFirst(column.utf8.count + 1))
    var bytes: [UInt8] = []
    var position = 0
    while position < encoded.count {
      let byte = encoded[position]
      if byte == UInt8(ascii: "%"), position + 2 < encoded.count,
        let high = hexadecimal(encoded[position + 1]), let low = hexadecimal(encoded[position + 2])
      {
        bytes.append(high << 4 | low)
        position += 3
      } else {
        bytes.append(byte)
        position += 1
      }
    }
    let value = String(decoding: bytes, as: UTF8.self)
    guard !bytes.isEmpty, value.utf8.elementsEqual(bytes) else {
      throw Fault(rule: "PART-4.1", problem: "\(name) holds no text in UTF-8")
    }
    guard self.encoded(bytes).elementsEqual(encoded) else {
      let isOfDots = value == "." || value == ".."
      throw Fault(
        rule: isOfDots ? "PART-4.2" : "PART-4.1",
        problem: "\(name) is not how \(value) is encoded")
    }
    if value == "__HIVE_DEFAULT_PARTITION__" {
      throw Fault(rule: "PART-4.3", problem: "\(name) means null to readers")
    }
    return value
  }

  private static func encoded(_ value: [UInt8]) -> [UInt8] {
    let isOfDots = value.count <= 2 && value.allSatisfy { $0 == UInt8(ascii: ".") }
    return value.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "."): isOfDots ? Array("%2E".utf8) : [byte]
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        [byte]
      default:
        Array((byte < 0x10 ? "%0" : "%").utf8)
          + Array(String(byte, radix: 16, uppercase: true).utf8)
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The value of an upper-case hexadecimal digit.
  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
