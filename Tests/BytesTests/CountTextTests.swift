import BarLakeBytes
import Testing

@Suite struct CountTextTests {
  @Test func `one thing is one, and none are several`() {
    #expect(CountText.text(1, "row") == "1 row")
    #expect(CountText.text(0, "row") == "0 rows" && CountText.text(2, "row") == "2 rows")
    #expect(CountText.text(1, "entry", plural: "entries") == "1 entry")
    #expect(CountText.text(3, "entry", plural: "entries") == "3 entries")
  }
}
