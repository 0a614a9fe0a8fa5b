import BarLakeCSV
import Testing

@Suite struct RecordBoundaryTests {
  @Test func `a block is cut after a whole record only`() {
    func end(_ text: String) -> Int {
      let bytes = Array(text.utf8)
      let traits = ByteTraits.of(bytes.span, 0..<bytes.count)
      return RecordBoundary.lastEnd(bytes.span, count: bytes.count, traits: traits)
    }
    #expect(end("a,b\nc") == 4)
    #expect(end("a,b\r\nc,d\r") == 5)
    #expect(end("a,b\rc") == 4)
    #expect(end("a,b") == 0)
    #expect(end("\"a\n\",b\n\"c\nd") == 7)
    #expect(end("\"a\"\r") == 0)
  }

  @Test func `bytes beyond the count are not looked at`() {
    let bytes = Array("a,b\nc,d\n".utf8)
    for (count, end) in [(8, 8), (7, 4), (4, 4), (3, 0), (0, 0)] {
      for traits in [ByteTraits(), .quote] {
        #expect(RecordBoundary.lastEnd(bytes.span, count: count, traits: traits) == end)
      }
    }
  }

  @Test func `with and without quotes the cut of a text that has none is the same`() {
    var numbers = Numbers(state: 3)
    let alphabet = Array("ab,\n\r ".utf8)
    for _ in 0..<5_000 {
      let text = (0..<numbers.below(12)).map { _ in alphabet[numbers.below(alphabet.count)] }
      let ends = [ByteTraits(), .quote].map {
        RecordBoundary.lastEnd(text.span, count: text.count, traits: $0)
      }
      #expect(ends[0] == ends[1], "\(text)")
    }
  }
}
