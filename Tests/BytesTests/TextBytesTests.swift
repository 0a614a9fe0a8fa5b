import BarLakeBytes
import Testing

@Suite struct TextBytesTests {
  /// Texts of all lengths up to two words, some of which differ in one byte.
  private static let texts: [[UInt8]] = (0...17).flatMap { length -> [[UInt8]] in
    let same = [UInt8](repeating: 0x61, count: length)
    let others = (0..<length).flatMap { place in
      ([0x00, 0x62, 0xFF] as [UInt8]).map { byte in
        var text = same
        text[place] = byte
        return text
      }
    }
    return [same] + others
  }

  @Test func `the order is that of unsigned bytes, wherever the texts lie`() {
    for left in Self.texts.indices.filter({ $0 % 3 == 0 }) {
      for right in Self.texts.indices.filter({ $0 % 2 == 0 }) {
        let (first, second) = (Self.texts[left], Self.texts[right])
        // The second ends where the bytes do.
        let bytes = [0x7A] + first + second
        let (firstRange, secondRange) = (1..<1 + first.count, 1 + first.count..<bytes.count)
        let order = TextBytes.order(bytes.span, firstRange, bytes.span, secondRange)
        #expect((order < 0) == first.lexicographicallyPrecedes(second))
        #expect((order == 0) == (first == second))
        #expect(
          TextBytes.areEqual(bytes.span, firstRange, bytes.span, secondRange) == (first == second))
      }
    }
  }

  @Test func `a hash is of the bytes and not of their place`() {
    for text in Self.texts {
      let alone = TextBytes.hash(text.span, text.indices)
      let bytes = [1, 2, 3] + text + [UInt8](repeating: 9, count: 9)
      #expect(TextBytes.hash(bytes.span, 3..<3 + text.count) == alone)
    }
    let hashes = Self.texts.map { TextBytes.hash($0.span, $0.indices) }
    #expect(Set(hashes).count == Set(Self.texts).count)
  }

  @Test func `texts are compared byte by byte, as unsigned numbers`() {
    let texts = ["", "A", "AA", "AAAAAAAA", "AAAAAAAAB", "AAB", "B", "a", "\u{E9}", "\u{10FFFF}"]
      .map { Array($0.utf8) }
    // The bytes lie with and without others behind them.
    for (left, right) in texts.flatMap({ left in texts.map { (left, $0) } }) {
      for padding in [0, 20] {
        let bytes = left + right + [UInt8](repeating: 0xFF, count: padding)
        let (first, second) = (0..<left.count, left.count..<left.count + right.count)
        let order = TextBytes.order(bytes.span, first, bytes.span, second)
        #expect((order < 0) == left.lexicographicallyPrecedes(right))
        #expect(TextBytes.areEqual(bytes.span, first, bytes.span, second) == (left == right))
        if left == right {
          #expect(TextBytes.hash(bytes.span, first) == TextBytes.hash(bytes.span, second))
        }
      }
    }
  }
}
