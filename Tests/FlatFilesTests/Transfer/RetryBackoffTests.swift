import FlatFiles
import Testing

@Suite struct RetryBackoffTests {
  private func longest(_ failureCount: Int, retryAfter: Double? = nil) -> Double {
    RetryBackoff().seconds(afterFailure: failureCount, retryAfter: retryAfter, random: 1)
  }

  @Test func `the longest wait doubles with each failure, up to a limit`() {
    #expect((1...8).map { longest($0) } == [0.5, 1, 2, 4, 8, 16, 30, 30])
    #expect(longest(100_000) == 30)
  }

  @Test func `the jitter is full: any part of the longest wait, and none`() {
    for (random, expected) in [(0.0, 0.0), (0.25, 1.0), (0.5, 2.0)] {
      #expect(
        RetryBackoff().seconds(afterFailure: 4, retryAfter: nil, random: random) == expected)
    }
  }

  @Test func `what the service asks for is waited, and the jitter on top`() {
    #expect(RetryBackoff().seconds(afterFailure: 1, retryAfter: 7, random: 0) == 7)
    #expect(longest(1, retryAfter: 7) == 7.5)
  }
}
