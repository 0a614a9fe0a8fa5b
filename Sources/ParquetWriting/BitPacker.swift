internal import BarLakeBytes

/// The integer types of codes. Definition levels and the indices of numbers have 16 bits. Indices
/// of texts have more, because a row group may have 100,000 distinct texts.
package protocol DictionaryCode: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {}
extension UInt16: DictionaryCode {}
extension UInt32: DictionaryCode {}

/// Bit packing: values of equal width, the lowest bit of the first value first.
///
/// Source: parquet-format `Encodings.md`, "Run Length Encoding / Bit-Packing Hybrid".
package enum BitPacker {
  /// The number of bytes that `pack` may overwrite after the bytes that it returns.
  package static let slackByteCount = 16

  /// Packs the values of `range` into `target` from byte `start` on, and fills up with zeros to a
  /// multiple of eight values. Returns the position after the last byte. `bitWidth` is 1 to 32, and
  /// no value has more bits. Up to ``slackByteCount`` bytes after the result are overwritten.
  @inline(__always)
  package static func pack<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, _ range: Range<Int>, bitWidth: Int,
    into target: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    if bitWidth > 16 {
      return packWide(values, range, bitWidth: bitWidth, into: &target, at: start)
    }
    var offset = start
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let low = word(values, index, bitWidth)
      let high = word(values, index + 4, bitWidth)
      store(low, high, bitWidth, &target, offset)
      offset += bitWidth
      index += 8
    }
    if index < range.upperBound {
      var words: (low: UInt64, high: UInt64) = (0, 0)
      for position in index..<range.upperBound {
        let place = position - index
        if place < 4 {
          words.low |= UInt64(values[position]) << UInt64(place * bitWidth)
        } else {
          words.high |= UInt64(values[position]) << UInt64((place - 4) * bitWidth)
        }
      }
      store(words.low, words.high, bitWidth, &target, offset)
      offset += bitWidth
    }
    return offset
  }

  /// Like ``pack(_:_:bitWidth:into:at:)``, for values so wide that two words do not hold eight of
  /// them. They occur if a chunk has more than 65,536 distinct values.
  @inline(never)
  private static func packWide<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, _ range: Range<Int>, bitWidth: Int,
    into target: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    var offset = start
    var bits: UInt64 = 0
    var bitCount = 0
    for place in 0..<(range.count + 7) / 8 * 8 {
      let value = place < range.count ? UInt64(values[range.lowerBound + place]) : 0
      bits |= value &<< UInt64(bitCount)
      bitCount += bitWidth
      if bitCount >= 32 {
        target.store(littleEndian: UInt32(truncatingIfNeeded: bits), at: offset)
        offset += 4
        bits >>= 32
        bitCount -= 32
      }
    }
    // Eight values end at a byte boundary.
    if bitCount > 0 { target.store(littleEndian: UInt32(truncatingIfNeeded: bits), at: offset) }
    return offset + bitCount / 8
  }

  /// Packs four values side by side.
  @inline(__always)
  private static func word<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, _ index: Int, _ bitWidth: Int
  ) -> UInt64 {
    let width = UInt64(truncatingIfNeeded: bitWidth)
    return UInt64(values[index]) | UInt64(values[index + 1]) &<< width
      | UInt64(values[index + 2]) &<< (width &* 2) | UInt64(values[index + 3]) &<< (width &* 3)
  }

  /// Stores eight values; each of the two words holds four.
  @inline(__always)
  private static func store(
    _ low: UInt64, _ high: UInt64, _ bitWidth: Int, _ target: inout MutableSpan<UInt8>,
    _ offset: Int
  ) {
    let halfWidth = UInt64(truncatingIfNeeded: bitWidth * 4)
    if bitWidth == 16 {
      target.store(littleEndianWord: low, at: offset)
      target.store(littleEndianWord: high, at: offset + 8)
    } else {
      target.store(littleEndianWord: low | high &<< halfWidth, at: offset)
      if bitWidth > 8 {
        target.store(littleEndianWord: high &>> (64 &- halfWidth), at: offset + 8)
      }
    }
  }

  /// Packs like ``pack(_:_:bitWidth:into:at:)``, bit by bit.
  package static func packPlainly(
    _ values: [some DictionaryCode], bitWidth: Int
  ) -> [UInt8] {
    let groupCount = (values.count + 7) / 8
    var bytes = [UInt8](repeating: 0, count: groupCount * bitWidth)
    for (index, value) in values.enumerated() {
      for bit in 0..<bitWidth where value >> bit & 1 == 1 {
        let position = index * bitWidth + bit
        bytes[position / 8] |= 1 << (position % 8)
      }
    }
    return bytes
  }
}
