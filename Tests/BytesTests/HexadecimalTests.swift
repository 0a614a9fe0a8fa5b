import BarLakeBytes
import Testing

@Suite struct HexadecimalTests {
  @Test func `each byte is two digits`() {
    #expect(Hexadecimal.text([]) == "")
    let bytes: [UInt8] = [0x00, 0x09, 0x0A, 0x9F, 0xA0, 0xFF]
    #expect(Hexadecimal.text(bytes) == "00090a9fa0ff")
    #expect(Hexadecimal.text(bytes, uppercase: true) == "00090A9FA0FF")
    for byte in UInt8.min ... .max {
      let digits = Hexadecimal.text([byte])
      #expect(digits.utf8.count == 2 && UInt8(digits, radix: 16) == byte)
    }
  }
}
