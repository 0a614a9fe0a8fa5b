import BarLakeColumnar
import Testing

@Suite struct TextInternerTests {
  private func codes(_ texts: [String], in interner: inout TextInterner) -> [Int32] {
    texts.map { text in
      let bytes = Array("<\(text)>".utf8)
      return interner.code(bytes.span, 1, bytes.count - 1)
    }
  }

  @Test func `texts have codes in the order of first appearance`() {
    var interner = TextInterner()
    #expect(codes(["B", "A", "B", "", "AB", "A", ""], in: &interner) == [0, 1, 0, 2, 3, 1, 2])
    #expect(interner.dictionary == StringValues(["B", "A", "", "AB"]))
  }

  /// The table begins with 256 places, and grows where more than half would be taken.
  @Test func `codes stay when the table grows`() {
    var interner = TextInterner()
    let texts = (0..<3_000).map { "T\($0 * 7_919 % 3_001)" }
    #expect(codes(texts, in: &interner) == Array(0..<3_000))
    #expect(codes(texts.reversed(), in: &interner) == (0..<3_000).reversed())
    #expect(interner.dictionary == StringValues(texts))
  }

  @Test func `texts of any length differ by each of their bytes`() {
    for length in [1, 7, 8, 9, 16, 31] {
      var interner = TextInterner()
      let same = String(repeating: "x", count: length)
      let others = (0..<length).map { place in
        String(same.prefix(place)) + "y" + same.dropFirst(place + 1)
      }
      let all = [same] + others + [same + "x"]
      #expect(codes(all + all, in: &interner) == (0..<2).flatMap { _ in 0..<Int32(all.count) })
    }
  }
}
