import BarLakeBytes
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    (0, "0 s"), (0.2, "1 s"), (59, "59 s"), (59.5, "1 min"), (61, "2 min"), (3_540, "59 min"),
    (3_541, "1 h 0 min"), (9_000, "2 h 30 min"), (1e300, "277777 h 47 min"),
  ])
  func `a wait is rounded up, in units that fit it`(_ seconds: Double, _ text: String) {
    #expect(DurationText.text(seconds) == text)
  }
}
