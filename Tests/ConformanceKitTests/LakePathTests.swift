import BarLakeConformanceKit
import Testing

/// The parts of a path, or the rule that it breaks.
private func read(_ path: String) -> String {
  do throws(LakePath.Fault) {
    let read = try LakePath(path)
    let partition = read.partition.map { " \($0.column) \($0.value)" } ?? ""
    return "\(read.dataType) \(read.year) \(read.month)\(partition) \(read.date)"
  } catch {
    return error.rule
  }
}

private func minuteFile(_ folder: String) -> String {
  "stocks_minute/year=2024/month=01/\(folder)/date=2024-01-02.parquet"
}

@Test func `a path has type, date and symbol`() {
  #expect(
    read("options_daily/year=2024/month=11/date=2024-11-30.parquet")
      == "options_daily 2024 11 2024-11-30")
  #expect(
    read("stocks_minute/year=2024/month=01/date=2024-01-02.parquet")
      == "stocks_minute 2024 01 2024-01-02")
  #expect(read(minuteFile("symbol=BRK.A")) == "stocks_minute 2024 01 symbol BRK.A 2024-01-02")
  #expect(read(minuteFile("symbol=AA%70")) == "stocks_minute 2024 01 symbol AAp 2024-01-02")
  #expect(
    read("options_minute/year=2024/month=01/underlying=%C3%A9%25/date=2024-01-02.parquet")
      == "options_minute 2024 01 underlying \u{E9}% 2024-01-02")
}

@Test(arguments: [
  ("stocks_hourly/year=2024/month=01/date=2024-01-02.parquet", "API-1.1"),
  ("stocks_daily/year=2024/month=1/date=2024-01-02.parquet", "PART-2.1"),
  ("stocks_daily/year=24/month=01/date=2024-01-02.parquet", "PART-2.1"),
  ("stocks_daily/year=2024/month=01/2024-01-02.parquet", "PART-2.1"),
  ("stocks_daily/year=2024/month=01/date=2024-02-02.parquet", "PART-2.1"),
  ("stocks_daily/year=2024/month=01/date=2024-01-0x.parquet", "PART-2.1"),
  ("stocks_daily/year=2024/month=01/date=2024-01-02.parquet.part", "PART-2.1"),
  ("stocks_daily/year=2024/month=01/symbol=A/date=2024-01-02.parquet", "PART-2.1"),
  ("stocks_daily/year=2024/date=2024-01-02.parquet", "PART-2.1"),
  ("", "API-1.1"),
])
func `a path of another form is refused`(_ path: String, rule: String) {
  #expect(read(path) == rule)
}

@Test(arguments: [
  ("underlying=A", "PART-3.1"),
  ("symbol=", "PART-4.1"),
  ("symbol=AAp", "PART-4.1"),
  ("symbol=AA%7", "PART-4.1"),
  ("symbol=AA%41", "PART-4.1"),
  ("symbol=%c3%a9", "PART-4.1"),
  ("symbol=%C3", "PART-4.1"),
  ("symbol=A B", "PART-4.1"),
  ("symbol=A%2EB", "PART-4.1"),
  ("symbol=%2E%2E%2E", "PART-4.1"),
  ("symbol=.", "PART-4.2"),
  ("symbol=..", "PART-4.2"),
  ("symbol=__HIVE_DEFAULT_PARTITION__", "PART-4.3"),
  ("symbol=" + String(repeating: "A", count: 249), "PART-4.3"),
])
func `a symbol has one name only`(_ folder: String, rule: String) {
  #expect(read(minuteFile(folder)) == rule)
}

@Test func `names of dots and of 255 bytes are names`() {
  #expect(read(minuteFile("symbol=%2E")) == "stocks_minute 2024 01 symbol . 2024-01-02")
  #expect(read(minuteFile("symbol=%2E%2E")) == "stocks_minute 2024 01 symbol .. 2024-01-02")
  #expect(read(minuteFile("symbol=...")) == "stocks_minute 2024 01 symbol ... 2024-01-02")
  let long = String(repeating: "A", count: 248)
  #expect(read(minuteFile("symbol=\(long)")) == "stocks_minute 2024 01 symbol \(long) 2024-01-02")
}
