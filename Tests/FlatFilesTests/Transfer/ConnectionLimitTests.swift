import FlatFiles
import Testing

@Suite struct ConnectionLimitTests {
  @Test func `a request to slow down halves the number, down to one`() {
    var limit = ConnectionLimit(maximum: 8)
    var counts = [limit.count]
    for _ in 0..<4 {
      limit.askedToSlowDown(inEpoch: limit.epoch)
      counts.append(limit.count)
    }
    #expect(counts == [8, 4, 2, 1, 1])
  }

  @Test func `requests that ran at the same time decrease it once`() {
    var limit = ConnectionLimit(maximum: 8)
    for _ in 0..<8 { limit.askedToSlowDown(inEpoch: 0) }
    #expect(limit.count == 4)
    limit.askedToSlowDown(inEpoch: 1)
    #expect(limit.count == 2)
  }

  @Test func `it grows by one when about as many requests have succeeded, up to the maximum`() {
    var limit = ConnectionLimit(maximum: 4)
    limit.askedToSlowDown(inEpoch: 0)
    limit.askedToSlowDown(inEpoch: 1)
    #expect(limit.count == 1)
    // One success at 1. Then 2 + 1/2 + 1/2.5 is below 3, and a third success passes that.
    var counts: [Int] = []
    for _ in 0..<8 {
      limit.succeeded()
      counts.append(limit.count)
    }
    #expect(counts == [2, 2, 2, 3, 3, 3, 4, 4])
  }
}
