/// A number as it is written, its digits kept: `sign × digits × 10^exponent`.
///
/// Grammar: `[+-]? (digits [. digits*] | . digits) ([eE] [+-]? digits)?`, ASCII, nothing around it.
package struct DecimalText: Equatable {
  /// Digits beyond this many are not kept: every binary64 and every halfway point between two of
  /// them has fewer, so a last digit 1 in their place rounds as they would.
  package static let digitLimit = 800

  package private(set) var isNegative = false
  /// Significant digits, 0 to 9 each, the first and the last not 0; empty for zero.
  package private(set) var digits: [UInt8] = []
  /// The power of ten of the last kept digit. Saturates far outside every type's range.
  package private(set) var exponent = 0
  /// The power of ten of the last digit that is written and not 0, kept or not; 0 for zero.
  package private(set) var lastDigitExponent = 0

  /// The number written in `start..<end`, or nil if what is written there is none.
  package init?(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
    var position = start
    if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
      isNegative = text[position] == UInt8(ascii: "-")
      position += 1
    }
    var writtenCount = 0
    var fractionCount = 0
    var isFraction = false
    // The power of ten of a digit is known once the point is; until then it counts from the last
    // integer digit read so far.
    var pendingZeroCount = 0
    var droppedCount = 0
    var hasDroppedDigit = false
    var trailingAfterLast = 0
    while position < end {
      let byte = text[position]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        writtenCount += 1
        if isFraction { fractionCount += 1 }
        trailingAfterLast += 1
        let digit = byte - UInt8(ascii: "0")
        if digit != 0 { trailingAfterLast = 0 }
        if digits.isEmpty && digit == 0 {
          // A leading zero says nothing.
        } else if digits.count + pendingZeroCount < Self.digitLimit {
          if digit == 0 {
            pendingZeroCount += 1
          } else {
            digits.append(contentsOf: repeatElement(0, count: pendingZeroCount))
            digits.append(digit)
            pendingZeroCount = 0
          }
        } else {
          droppedCount += 1
          if digit != 0 { hasDroppedDigit = true }
        }
      } else {
        break
      }
      position += 1
    }
    guard writtenCount > 0 else { return nil }
    guard let scale = Self.scale(text, position, end) else { return nil }
    guard !digits.isEmpty else { return }
    lastDigitExponent = scale - fractionCount + trailingAfterLast
    exponent = scale - fractionCount + droppedCount + pendingZeroCount
    if hasDroppedDigit {
      digits.append(contentsOf: repeatElement(0, count: pendingZeroCount))
      digits.append(1)
      exponent -= pendingZeroCount + 1
    }
  }

  /// The exponent written in `start..<end`, 0 if nothing is, nil if something else is.
  private static func scale(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if start == end { return 0 }
    guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var position = start + 1
    var isNegative = false
    if position < end, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
      isNegative = text[position] == UInt8(ascii: "-")
      position += 1
    }
    guard position < end else { return nil }
    var magnitude = 0
    while position < end {
      let byte = text[position]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      // A record has at most 1 MiB, so digits can outweigh no exponent beyond this one.
      magnitude = min(magnitude * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
      position += 1
    }
    return isNegative ? -magnitude : magnitude
  }

  /// The power of ten of the first digit, plus one: the number lies in
  /// `10^(magnitude-1)..<10^magnitude`.
  package var magnitude: Int { digits.count + exponent }
}
