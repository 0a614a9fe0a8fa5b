import FlatFiles
import Testing

@Suite struct TransferRateTests {
  @Test func `before two times the rate is not known`() {
    var rate = TransferRate()
    #expect(rate.bytesPerSecond == nil && rate.secondsLeft(byteCount: 1) == nil)
    rate.add(byteCount: 5, seconds: 1)
    rate.add(byteCount: 6, seconds: 1)
    #expect(rate.bytesPerSecond == nil)
  }

  @Test func `the rate is of the last ten seconds`() {
    var rate = TransferRate()
    // 100 bytes per second for 20 seconds, then 300 for 10.
    for second in 0...20 { rate.add(byteCount: second * 100, seconds: Double(second)) }
    #expect(rate.bytesPerSecond == 100)
    for second in 1...10 {
      rate.add(byteCount: 2_000 + second * 300, seconds: Double(20 + second))
    }
    #expect(rate.bytesPerSecond == 300)
    #expect(rate.secondsLeft(byteCount: 900) == 3)
  }

  @Test func `nothing for a while is a rate of nothing, without a time left`() {
    var rate = TransferRate()
    rate.add(byteCount: 5, seconds: 1)
    rate.add(byteCount: 5, seconds: 2)
    #expect(rate.bytesPerSecond == 0 && rate.secondsLeft(byteCount: 1) == nil)
  }
}
