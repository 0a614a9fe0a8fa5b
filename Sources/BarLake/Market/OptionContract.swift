internal import BarLakeCSV
internal import BarLakeColumnar

/// The contract that an option's ticker describes: `O:ROOT yymmdd C|P strike × 1000 in 8 digits`.
/// It is read from the right, because a root may contain digits. Blanks that pad a root are not
/// part of it.
///
/// Source: `docs/spec.md`, TYPE-14.
struct OptionContract: Equatable, Sendable {
  /// The range of the root in the text.
  var root: Range<Int>
  /// Days since 1970-01-01.
  var expirationDay: Int32
  var isCall: Bool
  /// The strike in thousandths of a dollar.
  var strikeThousandths: Int32

  /// The start of every contract's ticker.
  static let tickerStart = Array("O:".utf8)

  /// Parses the bytes `start..<end` of `text`; nil if they are not a contract's ticker.
  @inline(__always)
  init?(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    let tailByteCount = 15
    guard end - start > 2 + tailByteCount, text[start] == UInt8(ascii: "O"),
      text[start + 1] == UInt8(ascii: ":")
    else { return nil }
    var rootEnd = end - tailByteCount
    while rootEnd > start + 2, Dialect.isBlank(text[rootEnd - 1]) { rootEnd -= 1 }
    guard rootEnd > start + 2 else { return nil }
    root = (start + 2)..<rootEnd
    switch text[end - 9] {
    case UInt8(ascii: "C"): isCall = true
    case UInt8(ascii: "P"): isCall = false
    default: return nil
    }
    guard let strike = Self.number(text, end - 8, end),
      let date = Self.number(text, end - tailByteCount, end - 9),
      let day = CivilDay.daysSinceEpoch(
        year: 2000 + date / 10_000, month: date / 100 % 100, day: date % 100)
    else { return nil }
    strikeThousandths = Int32(truncatingIfNeeded: strike)
    expirationDay = Int32(truncatingIfNeeded: day)
  }

  /// The number that at most eight digits `start..<end` write, or nil if one of them is no digit.
  @inline(__always)
  private static func number(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var value = 0
    for position in start..<end {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
