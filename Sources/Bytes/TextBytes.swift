/// Texts compared, ordered and hashed eight bytes at a time, where they lie in larger buffers.
///
/// What a loop calls a row is `@inlinable`: other modules compile it into their loops.
package enum TextBytes {
  /// The up to eight bytes at the start of a text of `count` bytes, the first in the lowest byte,
  /// zeros behind the text's end.
  @inlinable
  @inline(__always)
  package static func word(_ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    if count >= 8 { return bytes.littleEndianWord(at: start) }
    if start <= bytes.count - 8 {
      return bytes.littleEndianWord(at: start) & ((1 &<< UInt64(count &* 8)) &- 1)
    }
    // At the end of the buffer, the eight bytes that end with the text.
    if start + count >= 8 {
      return bytes.littleEndianWord(at: start + count - 8) >> UInt64(64 - count * 8)
    }
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(bytes[start + index]) << UInt64(index * 8) }
    return word
  }

  /// A number that is the same for equal texts, always and everywhere.
  @inlinable
  package static func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    // 2^64 divided by the golden ratio, made odd: it spreads values over a hash table.
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = UInt64(truncatingIfNeeded: range.count) &* multiplier
    var start = range.lowerBound
    while start < range.upperBound {
      hash = (hash ^ word(bytes, start, range.upperBound - start)) &* multiplier
      hash ^= hash &>> 32
      start += 8
    }
    return UInt32(truncatingIfNeeded: (hash &* multiplier) &>> 32)
  }

  /// Whether two texts are equal.
  @inlinable
  @inline(__always)
  package static func areEqual(
    _ left: borrowing Span<UInt8>, _ leftRange: Range<Int>,
    _ right: borrowing Span<UInt8>, _ rightRange: Range<Int>
  ) -> Bool {
    let count = leftRange.count
    guard count == rightRange.count else { return false }
    if count < 8 {
      return word(left, leftRange.lowerBound, count) == word(right, rightRange.lowerBound, count)
    }
    // The first word is followed by those that end with the text; the second may show bytes again.
    var index = count & 7
    if left.littleEndianWord(at: leftRange.lowerBound)
      != right.littleEndianWord(at: rightRange.lowerBound)
    {
      return false
    }
    while index < count {
      let leftWord = left.littleEndianWord(at: leftRange.lowerBound + index)
      if leftWord != right.littleEndianWord(at: rightRange.lowerBound + index) { return false }
      index += 8
    }
    return true
  }

  /// -1, 0 or 1: whether one text comes before another in the order of unsigned bytes, is the same,
  /// or comes after it.
  @inlinable
  package static func order(
    _ left: borrowing Span<UInt8>, _ leftRange: Range<Int>,
    _ right: borrowing Span<UInt8>, _ rightRange: Range<Int>
  ) -> Int {
    let count = min(leftRange.count, rightRange.count)
    var index = 0
    while index < count {
      let leftWord = word(left, leftRange.lowerBound + index, count - index)
      let rightWord = word(right, rightRange.lowerBound + index, count - index)
      if leftWord != rightWord { return leftWord.byteSwapped < rightWord.byteSwapped ? -1 : 1 }
      index += 8
    }
    return (leftRange.count - rightRange.count).signum()
  }
}
