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

  /// The traits of the bytes `range`, looked at 16 at a time.
  package static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ByteTraits {
    typealias Vector = SIMD16<UInt8>
    let none = SIMDMask<SIMD16<Int8>>(repeating: false)
    var (quotes, returns, nuls) = (none, none, none)
    var all = Vector.zero
    var offset = range.lowerBound
    while offset + 16 <= range.upperBound {
      let vector = bytes.vector(at: offset)
      quotes .|= vector .== Vector(repeating: Dialect.quote)
      returns .|= vector .== Vector(repeating: Dialect.carriageReturn)
      nuls .|= vector .== .zero
      all |= vector
      offset += 16
    }
    var traits: ByteTraits = []
    if any(quotes) { traits.insert(.quote) }
    if any(returns) { traits.insert(.carriageReturn) }
    if any(nuls) { traits.insert(.nul) }
    if all.max() >= 0x80 { traits.insert(.notASCII) }
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
}
