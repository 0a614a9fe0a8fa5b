import BarLakeBytes
import Testing

@Suite struct VarintTests {
  /// What is read of `bytes`, and how many of them.
  private func read<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, _ bytes: [UInt8], end: Int? = nil
  ) -> (Result<Value, Varint.Fault>, Int) {
    var position = 0
    do {
      let value = try Varint.read(type, from: bytes, at: &position, end: end ?? bytes.count)
      return (.success(value), position)
    } catch {
      return (.failure(error), position)
    }
  }

  @Test func `seven bits of each byte are the number, the lowest first`() {
    #expect(read(UInt32.self, [0]) == (.success(0), 1))
    #expect(read(UInt32.self, [0x96, 1, 7]) == (.success(150), 2))
    #expect(read(UInt32.self, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]) == (.success(.max), 5))
    let most = [UInt8](repeating: 0xFF, count: 9) + [1]
    #expect(read(UInt64.self, most) == (.success(.max), 10))
  }

  @Test func `a number that ends too late, or not at all, is a fault`() {
    #expect(read(UInt32.self, []) == (.failure(.truncated), 0))
    #expect(read(UInt32.self, [0x80, 1], end: 1) == (.failure(.truncated), 1))
    #expect(read(UInt32.self, [0xFF, 0xFF, 0xFF, 0xFF, 0x1F]) == (.failure(.tooLarge), 5))
    #expect(read(UInt32.self, [0x80, 0x80, 0x80, 0x80, 0x80, 0]) == (.failure(.tooLarge), 5))
    let nine = [UInt8](repeating: 0xFF, count: 9)
    #expect(read(UInt64.self, nine + [2]) == (.failure(.tooLarge), 10))
    #expect(read(UInt64.self, nine + [0x81, 0]) == (.failure(.tooLarge), 10))
  }
}
