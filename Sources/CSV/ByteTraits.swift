internal import BarLakeBytes

/// Which kinds of bytes a block holds that the fast scanner leaves to the plain one.
package struct ByteTraits: OptionSet, Sendable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let quote = ByteTraits(rawValue: 1)
  package static let carriageReturn = ByteTraits(rawValue: 2)
  package static let nul = ByteTraits(rawValue: 4)
  package static let notASCII = ByteTraits(rawValue: 8)

  /// The traits of the bytes `range`, looked at 64 at a time.
  package static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ByteTraits {
    var quotes = SIMD8<UInt64>.zero
    var returns = SIMD8<UInt64>.zero
    var nuls = SIMD8<UInt64>.zero
    var high = SIMD8<UInt64>.zero
    var offset = range.lowerBound
    while offset + 64 <= range.upperBound {
      var words = SIMD8<UInt64>.zero
      for lane in 0..<8 { words[lane] = bytes.littleEndianWord(at: offset + lane * 8) }
      quotes |= zeroByteMarks(words ^ repeated(Dialect.quote))
      returns |= zeroByteMarks(words ^ repeated(Dialect.carriageReturn))
      nuls |= zeroByteMarks(words)
      high |= words
      offset += 64
    }
    let highBits = SIMD8<UInt64>(repeating: 0x8080_8080_8080_8080)
    var traits: ByteTraits = []
    if quotes != .zero { traits.insert(.quote) }
    if returns != .zero { traits.insert(.carriageReturn) }
    if nuls != .zero { traits.insert(.nul) }
    if high & highBits != .zero { traits.insert(.notASCII) }
    return traits.union(plainlyOf(bytes, offset..<range.upperBound))
  }

  /// The same, byte by byte.
  package static func plainlyOf(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ByteTraits {
    var traits: ByteTraits = []
    for offset in range {
      switch bytes[offset] {
      case Dialect.quote: traits.insert(.quote)
      case Dialect.carriageReturn: traits.insert(.carriageReturn)
      case 0: traits.insert(.nul)
      case 0x80...: traits.insert(.notASCII)
      default: break
      }
    }
    return traits
  }

  /// The high bit of each byte that is zero; other bytes may be marked too, but only where a lower
  /// byte of the same word is zero, so the result is zero exactly where no byte is.
  @inline(__always)
  private static func zeroByteMarks(_ words: SIMD8<UInt64>) -> SIMD8<UInt64> {
    let ones = SIMD8<UInt64>(repeating: 0x0101_0101_0101_0101)
    let highBits = SIMD8<UInt64>(repeating: 0x8080_8080_8080_8080)
    return (words &- ones) & ~words & highBits
  }

  @inline(__always)
  private static func repeated(_ byte: UInt8) -> SIMD8<UInt64> {
    SIMD8(repeating: UInt64(byte) &* 0x0101_0101_0101_0101)
  }
}
