/// Well-formed UTF-8.
///
/// Source: Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences".
package enum UTF8Check {
  /// The offset of the first byte of the first sequence in `range` that is not well-formed, or nil.
  package static func firstMalformedOffset(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let lead = bytes[offset]
      if lead < 0x80 {
        offset += 1
        continue
      }
      guard let shape = shape(lead) else { return offset }
      guard offset + shape.count <= range.upperBound else { return offset }
      guard shape.second.contains(bytes[offset + 1]) else { return offset }
      for trailing in 2..<max(shape.count, 2) where bytes[offset + trailing] & 0xC0 != 0x80 {
        return offset
      }
      offset += shape.count
    }
    return nil
  }

  /// Bytes of the sequence that `lead` starts, and what its second byte may be.
  private static func shape(_ lead: UInt8) -> (count: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
