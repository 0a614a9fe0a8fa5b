import BarLakeBytes
import Testing

@Suite struct CRC32Tests {
  @Test("the checksum of the nine digits is that of the catalogue of CRCs")
  func knownValues() {
    #expect(CRC32.checksum(of: Array("123456789".utf8).span) == 0xCBF4_3926)
    #expect(CRC32.checksum(of: [UInt8]().span) == 0)
  }

  @Test("folded bytes have the checksum that their bits have one by one")
  func folding() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for count in Array(0...300) + [511, 512, 513, 990] {
      for first in [0, 1, 7] {
        let part = Array(bytes[first..<first + count])
        for start: UInt32 in [0, 1, .max, 0x1234_5678] {
          let found = CRC32.checksum(of: part.span, from: start)
          #expect(found == checksumByBits(of: part, from: start), "\(count) bytes from \(start)")
          #expect(found == CRC32.plainChecksum(of: part.span, from: start))
        }
      }
    }
  }

  @Test("a checksum may be continued anywhere")
  func continuing() {
    let bytes = (0..<400).map { UInt8(truncatingIfNeeded: $0 * $0) }
    let whole = CRC32.checksum(of: bytes.span)
    for cut in bytes.indices {
      let start = CRC32.checksum(of: Array(bytes[..<cut]).span)
      #expect(CRC32.checksum(of: Array(bytes[cut...]).span, from: start) == whole)
    }
  }

  /// The definition: one bit at a time through the register.
  private func checksumByBits(of bytes: [UInt8], from start: UInt32) -> UInt32 {
    var register = ~start
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 {
        register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1
      }
    }
    return ~register
  }
}
