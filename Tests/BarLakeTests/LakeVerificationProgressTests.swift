import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct LakeVerificationProgressTests {
  private func reports(_ lake: Lake, type: String? = nil, date: String? = nil) throws -> (
    seen: [LakeVerificationProgress], result: LakeVerification
  ) {
    let seen = Monitor<[LakeVerificationProgress]>([])
    let result = try LakeVerifier(
      root: lake.root, dataType: type, date: date,
      progress: { report in seen.withLock { $0.append(report) } }
    ).verify()
    return (seen.withLock { $0 }, result)
  }

  @Test func `files and bytes of all data types are counted up to the end`() throws {
    let lake = try Lake()
    for date in ["2024-01-02", "2024-02-01"] {
      try lake.ingest(Bars.few, date: date)
      try lake.ingest(Bars.few, date: date, type: "stocks_minute")
    }
    let (seen, result) = try reports(lake)
    #expect(result.isClean && result.fileCount == 8)
    #expect(seen.map(\.fileCount).sorted() == Array(1...8))
    #expect(seen.map(\.byteCount).max() == result.byteCount)
    #expect(seen.map(\.elapsedTime).allSatisfy { $0 >= 0 })
    #expect(seen.allSatisfy { $0.totalFileCount == 8 && $0.totalByteCount == result.byteCount })
    let (part, one) = try reports(lake, type: "stocks_minute", date: "2024-02-01")
    #expect(part.map(\.totalFileCount) == [3, 3, 3] && one.fileCount == 3)
    #expect(part.map(\.totalByteCount) == .init(repeating: one.byteCount, count: 3))
  }

  @Test func `the result is the same with and without a report`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.ingest(Bars.few, date: "2024-01-03")
    try lake.remove(Lake.file("2024-01-03"))
    let result = try reports(lake).result
    let plain = try LakeVerifier(root: lake.root).verify()
    #expect(result.findings == plain.findings && !plain.isClean)
    #expect(result.fileCount == plain.fileCount)
  }

  @Test func `the text has files, bytes and the time left`() {
    var progress = LakeVerificationProgress()
    progress.totalFileCount = 10_500
    progress.totalByteCount = 4_000_000
    #expect(progress.text == "0 of 10500 files  0 bytes of 4.0 MB")
    progress.fileCount = 100
    progress.byteCount = 1_000_000
    progress.elapsedTime = 0.9
    #expect(progress.text == "100 of 10500 files  1.0 MB of 4.0 MB")
    progress.elapsedTime = 5
    #expect(progress.text == "100 of 10500 files  1.0 MB of 4.0 MB  15 s left")
    progress.byteCount = 4_000_001
    #expect(progress.text == "100 of 10500 files  4.0 MB of 4.0 MB")
  }
}
