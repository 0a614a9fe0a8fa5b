import FlatFiles
import Testing

@Suite struct DatedNameTests {
  @Test(arguments: [
    ("2024-01-02.csv", "2024-01-02"), ("a/b/2024-01-02.csv.gz", "2024-01-02"),
    ("/2024-02-31.x", "2024-02-31"), ("2024-01-02.", "2024-01-02"),
  ])
  func `a name may begin with a date and a dot`(_ path: String, _ date: String) {
    #expect(DatedName.date(of: path) == date)
  }

  @Test(arguments: [
    "", "bars.csv", "2024-01-02", "2024-01-02csv", "2024-1-02.csv", "24-01-02.csv", "-",
    "2024/01/02.csv", "2024-01-02/bars.csv", "x2024-01-02.csv", "2024-01-0x.csv", "2024_01_02.csv",
    "\u{662}024-01-02.csv",
  ])
  func `other names have no date`(_ path: String) {
    #expect(DatedName.date(of: path) == nil)
  }
}
