import BarLakeParquetWriting
import Testing

@Suite struct Base64Tests {
  /// Source: RFC 4648, section 10, "Test Vectors".
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `texts are those of the specification`(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
  }

  @Test func `all bits of all bytes are used`() {
    #expect(Base64.encode([0xFB, 0xEF, 0xBE]) == "++++")
    #expect(Base64.encode([0xFF, 0xFF, 0xFF]) == "////")
    #expect(Base64.encode([0, 0, 0]) == "AAAA")
    #expect(Base64.encode([0xFF]) == "/w==")
  }
}
