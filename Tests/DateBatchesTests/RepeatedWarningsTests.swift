import BarLakeDateBatches
import Testing

/// Warnings that can be noted in an expectation.
private final class Said {
  private var warnings = RepeatedWarnings()

  var lines: [String] { warnings.lines }

  func note(_ text: String, date: String?) -> Bool { warnings.note(text, date: date) }
}

@Suite struct RepeatedWarningsTests {
  @Test func `warnings that differ in digits only are said once, and counted by date`() {
    let warnings = Said()
    let dates = (1...9).map { "2024-01-0\($0)" }
    for (number, date) in dates.enumerated() {
      let isFirst = number == 0
      #expect(warnings.note("\(9 + number) rows of \(date) are odd", date: date) == isFirst)
      #expect(warnings.note("the input of \(date) has no end", date: date) == isFirst)
    }
    #expect(warnings.note("\(dates[3]) has no bar of A", date: dates[3]))
    #expect(
      warnings.lines == [
        "8 more dates (2024-01-02, 2024-01-03, 2024-01-04 and 5 more), as for 2024-01-01: "
          + "9 rows of 2024-01-01 are odd",
        "8 more dates (2024-01-02, 2024-01-03, 2024-01-04 and 5 more), as for 2024-01-01: "
          + "the input of 2024-01-01 has no end",
      ])
  }

  @Test func `all warnings of one date are said, and those before the first date`() {
    let warnings = Said()
    #expect(warnings.note("1 is odd", date: nil))
    #expect(warnings.note("2 is odd", date: nil))
    #expect(warnings.note("3 rows", date: "2024-01-01"))
    #expect(warnings.note("4 rows", date: "2024-01-01"))
    #expect(!warnings.note("5 rows", date: "2024-01-02"))
    #expect(!warnings.note("6 rows", date: "2024-01-02"))
    #expect(warnings.lines == ["1 more date (2024-01-02), as for 2024-01-01: 3 rows"])
    #expect(!warnings.note("3 is odd", date: "2024-01-02"))
    #expect(warnings.lines[0] == "1 more date (2024-01-02), as for the batch: 1 is odd")
  }
}
