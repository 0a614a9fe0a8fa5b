import BarLake
import BarLakeDateBatches
import LakeInspection
import Testing

@Suite struct BatchTallyTests {
  private static func result(_ records: Int, _ megabytes: Double) -> IngestResult {
    var result = IngestResult(date: "2024-01-02", status: .success)
    result.records = records
    result.fileSizeMB = megabytes
    return result
  }

  private static let skipped = IngestResult(date: "2024-01-02", status: .skipped)

  private static func error(_ code: ErrorCode, _ date: String?) -> IngestError {
    IngestError(date: date, code: code, token: "bars.csv", message: "m")
  }

  @Test func `dates, rows, bytes and seconds are summed`() {
    var tally = BatchTally()
    for _ in 0..<1_000 { tally.add(Self.result(12_345, 1)) }
    for _ in 0..<2 { tally.add(Self.skipped) }
    #expect(tally.isWhole)
    #expect(
      tally.line(seconds: 93.4, skipsDone: true)
        == "1,002 dates: 1,000 ingested, 2 skipped, 0 failed; 12,345,000 rows, 1.0 GB, 93 s")
    #expect(
      BatchTally().line(seconds: 0.004, skipsDone: true)
        == "0 dates: 0 ingested, 0 skipped, 0 failed; 0 rows, 0 bytes, 0.00 s")
  }

  @Test func `failures are named, with what to do about them`() {
    var tally = BatchTally()
    tally.add(Self.result(1, 0))
    tally.add(Self.error(.badNumber, "2024-01-03"))
    tally.add(Self.error(.invalidArgument, nil))
    #expect(!tally.isWhole)
    let start =
      "3 dates: 1 ingested, 0 skipped, 2 failed; 1 row, 0 bytes, 1.00 s; failed: "
      + "2024-01-03 (bad_number), bars.csv (invalid_argument); mend or replace the files that are "
      + "wrong, then "
    #expect(
      tally.line(seconds: 1, skipsDone: true)
        == start + "run the same command again, which skips what is done")
    #expect(tally.line(seconds: 1, skipsDone: false) == start + "give only the rest again")
    for day in 4...6 { tally.add(Self.error(.badNumber, "2024-01-0\(day)")) }
    #expect(
      tally.line(seconds: 1, skipsDone: true)
        .contains("bars.csv (invalid_argument), 2024-01-04 (bad_number) and 2 more; "))
  }

  @Test(arguments: ErrorCode.allCases)
  func `files are to be mended only if their content is wrong`(_ code: ErrorCode) {
    var tally = BatchTally()
    tally.add(Self.error(code, "2024-01-02"))
    let others: Set<ErrorCode> = [
      .invalidArgument, .invalidDate, .unknownDataType, .outputConflict, .memoryLimitExceeded,
      .ioError, .internalError,
    ]
    let line = tally.line(seconds: 1, skipsDone: true)
    #expect(line.contains("mend or replace") == !others.contains(code))
    #expect(line.contains("do what the errors ask for") == others.contains(code))
  }

  @Test func `an interruption says how many are left`() {
    var tally = BatchTally()
    tally.add(Self.error(.ioError, "2024-01-02"))
    tally.interrupt(leftCount: 2)
    #expect(!tally.isWhole)
    #expect(
      tally.line(seconds: 1, skipsDone: true)
        == "3 dates: 0 ingested, 0 skipped, 1 failed, 2 not started; 0 rows, 0 bytes, 1.00 s; "
        + "failed: 2024-01-02 (io_error); run the same command again, which skips what is done")
  }

  @Test func `a dry run counts what would be done, and the bytes of inputs`() {
    var tally = BatchTally()
    var forecast = DateForecast(date: "2024-01-02", status: .wouldIngest, byteCount: 1_500)
    tally.add(forecast)
    forecast.status = .wouldOverwrite
    forecast.byteCount = .max
    tally.add(forecast)
    tally.add(forecast)
    forecast.status = .wouldSkip
    forecast.byteCount = nil
    tally.add(forecast)
    #expect(
      tally.line(seconds: 1, skipsDone: true)
        == "4 dates: 3 would be ingested, 1 would be skipped, 0 failed; 9.0 EB of inputs")
  }
}
