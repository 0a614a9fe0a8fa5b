import BarLakeBytes
import Testing

@Suite struct TextTableTests {
  /// Texts with a hash that a test chooses.
  private struct Texts {
    var texts: [String] = []
    var table: TextTable

    /// The number of `text`, which is added if it is new.
    mutating func number(_ text: String, hash: UInt32) -> Int {
      if let number = table.number(hash: hash, where: { texts[$0] == text }) { return number }
      texts.append(text)
      table.append(hash: hash)
      return texts.count - 1
    }
  }

  /// All of one hash, all in one slot, behind each other at the table's end, and far apart.
  @Test(
    arguments: [{ _ in 7 }, { $0 << 20 }, { 255 + $0 % 3 }, { $0 &* 0x9E37_79B1 }]
      as [@Sendable (UInt32) -> UInt32])
  func `texts have their numbers whatever their hashes are, and keep them`(
    _ hash: @Sendable (UInt32) -> UInt32
  ) {
    var found = Texts(table: TextTable())
    for round in 0..<2 {
      for number in 0..<600 {
        #expect(
          found.number("\(number)", hash: hash(UInt32(number))) == number, "round \(round)")
      }
    }
    #expect(found.table.count == 600)
  }

  @Test func `at most half of the slots are taken`() {
    for count in [0, 127, 128, 1_000] {
      var table = TextTable(count: count)
      let before = table.heldByteCount
      for number in 0..<count { table.append(hash: UInt32(number)) }
      #expect(table.heldByteCount == before)
      #expect(before >= 16 * count)
    }
    var table = TextTable()
    for number in 0..<10_000 as Range<UInt32> { table.append(hash: number) }
    #expect(table.heldByteCount >= 160_000 && table.heldByteCount < 640_000)
  }

  @Test func `a table that was emptied knows nothing`() {
    var table = TextTable()
    for number in 0..<300 as Range<UInt32> { table.append(hash: number) }
    table.removeAll(slotCount: 512)
    #expect(table.count == 0)
    for number in 0..<300 as Range<UInt32> {
      #expect(table.number(hash: number) { _ in true } == nil)
    }
    table.append(hash: 5)
    #expect(table.number(hash: 5) { $0 == 0 } == 0)
    #expect(table.number(hash: 5) { _ in false } == nil)
  }
}
