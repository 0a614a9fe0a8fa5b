import BarLakeAudit
import Testing

@Suite struct SeenTickersTests {
  private func numbers(_ texts: [String], in seen: inout SeenTickers) -> [Int] {
    texts.map { text in
      let bytes = Array(text.utf8)
      return seen.number(of: bytes.span, bytes.indices).number
    }
  }

  @Test func `tickers have numbers in the order of first appearance, in any order of their bytes`()
  {
    var seen = SeenTickers()
    #expect(numbers(["A", "AA", "AAA", "AAA", "AB", "B"], in: &seen) == [0, 1, 2, 2, 3, 4])
    #expect(numbers(["AA", "a", "\u{E9}", "", "A\0", "B"], in: &seen) == [1, 5, 6, 7, 8, 4])
    let many = (0..<2_000).map { "T\($0 * 7_919 % 2_003)" }
    #expect(numbers(many, in: &seen) == Array(9..<2_009))
    #expect(numbers(many.reversed(), in: &seen) == Array((9..<2_009).reversed()))
    #expect(numbers(["A", "AA", "AAA"], in: &seen) == [0, 1, 2])
  }

  @Test func `known tickers are found in every ascending sequence, few or many`() {
    for runCount in [2, 30, 64, 65, 200] {
      var seen = SeenTickers()
      // Run r has 1000 + r, 1000 + r + runCount, …: each lies among all the others.
      let all = (0..<runCount).flatMap { run in (0..<10).map { "T\(1_000 + run + $0 * runCount)" } }
      for text in all.enumerated() {
        #expect(numbers([text.element], in: &seen) == [text.offset], "\(runCount) runs")
        let earlier = text.offset * 7 % (text.offset + 1)
        #expect(numbers([all[earlier]], in: &seen) == [earlier], "\(runCount) runs")
      }
      #expect(numbers(all.reversed(), in: &seen) == (0..<all.count).reversed(), "\(runCount) runs")
      let others = ["T", "T1", "T999", "T10000", "T5000", "U", ""]
      let next = all.count..<all.count + others.count
      #expect(numbers(others, in: &seen) == Array(next), "\(runCount) runs")
    }
  }

  @Test func `texts of every length are told apart by each of their bytes`() {
    for length in [1, 7, 8, 9, 16, 63, 64, 65, 66, 200] {
      var seen = SeenTickers()
      let same = String(repeating: "x", count: length)
      let others = (0..<length).map { place in
        String(same.prefix(place)) + "y" + same.dropFirst(place + 1)
      }
      let all = [same] + others + [same + "x", String(same.dropLast())]
      #expect(numbers(all, in: &seen) == Array(0..<all.count), "\(length)")
      #expect(numbers(all, in: &seen) == Array(0..<all.count), "\(length)")
    }
  }

  @Test func `what is held grows with the number of tickers, not with their length or repetition`()
  {
    var (short, long) = (SeenTickers(), SeenTickers())
    for number in 0..<1_000 {
      _ = numbers(["T\(number)" + String(repeating: "x", count: 20)], in: &short)
      _ = numbers(["T\(number)" + String(repeating: "x", count: 5_000)], in: &long)
    }
    let held = long.heldByteCount
    #expect(short.heldByteCount <= 1_000 * 100)
    #expect(held <= 1_000 * 150)
    for number in 0..<1_000 {
      _ = numbers(["T\(number)" + String(repeating: "x", count: 5_000)], in: &long)
    }
    #expect(long.heldByteCount == held)
  }
}
