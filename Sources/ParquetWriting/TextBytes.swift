internal import BarLakeBytes

/// Compares and hashes texts eight bytes at a time, in place in larger buffers.
package enum TextBytes {
  /// The first bytes, at most eight, of a text of `count` bytes. The first byte is the lowest, and
  /// zeros follow the end of the text.
  @inline(__always)
  static func word(_ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    if count >= 8 { return bytes.littleEndianWord(at: start) }
    if start <= bytes.count - 8 {
      return bytes.littleEndianWord(at: start) & ((1 &<< UInt64(count &* 8)) &- 1)
    }
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(bytes[start + index]) << UInt64(index * 8) }
    return word
  }

  /// A hash that is the same for equal texts, always and everywhere.
  package static func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: range.count) &* UInt64.hashMultiplier
    var start = range.lowerBound
    while start < range.upperBound {
      hash = (hash ^ word(bytes, start, range.upperBound - start)) &* UInt64.hashMultiplier
      hash ^= hash &>> 32
      start += 8
    }
    return UInt32(truncatingIfNeeded: (hash &* UInt64.hashMultiplier) &>> 32)
  }

  /// Whether two texts are equal.
  package static func areEqual(
    _ left: borrowing Span<UInt8>, _ leftRange: Range<Int>,
    _ right: borrowing Span<UInt8>, _ rightRange: Range<Int>
  ) -> Bool {
    let count = leftRange.count
    guard count == rightRange.count else { return false }
    var index = 0
    while index < count {
      let leftWord = word(left, leftRange.lowerBound + index, count - index)
      let rightWord = word(right, rightRange.lowerBound + index, count - index)
      if leftWord != rightWord { return false }
      index += 8
    }
    return true
  }

  /// Whether one text is before another in the order of unsigned bytes.
  package static func precedes(
    _ bytes: borrowing Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>
  ) -> Bool {
    let count = min(left.count, right.count)
    var index = 0
    while index < count {
      let leftWord = word(bytes, left.lowerBound + index, count - index)
      let rightWord = word(bytes, right.lowerBound + index, count - index)
      if leftWord != rightWord { return leftWord.byteSwapped < rightWord.byteSwapped }
      index += 8
    }
    return left.count < right.count
  }
}
