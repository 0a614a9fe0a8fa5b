import BarLake
import BarLakeBytes
import BarLakeDateBatches
import BarLakeTestSupport
import Testing

/// A progress whose texts can be made in an expectation.
private final class Shown {
  private var progress: BatchProgress

  init(_ byteCounts: [Int?]) {
    progress = BatchProgress(byteCounts: byteCounts)
  }

  private var number = 0

  func begin(_ number: Int, seconds: Double) {
    self.number = number
    progress.begin(number, seconds: seconds)
  }

  func end(seconds: Double) { progress.end(seconds: seconds) }

  func text(seconds: Double) -> String? { progress.text(seconds: seconds) }

  func text(_ reported: IngestProgress, of other: Int? = nil, seconds: Double) -> String? {
    progress.note(reported, of: other ?? number) ? progress.text(seconds: seconds) : nil
  }
}

@Suite struct BatchProgressTests {
  /// A progress as an ingest reports it; nobody else can make one.
  private let reported: IngestProgress

  init() throws {
    let reports = Monitor<[IngestProgress]>([])
    let folder = try TemporaryFolder()
    let ingestor = try StreamingIngestor(
      dataType: "stocks_daily", outputRoot: folder.path("lake"),
      progress: { report in reports.withLock { $0.append(report) } })
    let text =
      "ticker,volume,open,close,high,low,window_start,transactions\n"
      + "A,1,1,1,1,1,1704171600000000000,1\n"
    _ = try ingestor.ingestDate("2024-01-02", data: .bytes(Array(text.utf8)))
    reported = try #require(reports.withLock { $0.first })
  }

  private func progress(
    _ byteCount: Int, of all: Int?, rows: Int = 0, _ phase: IngestProgress.Phase = .reading
  ) -> IngestProgress {
    var progress = reported
    progress.sourceByteCount = byteCount
    progress.knownByteCount = all
    progress.rowCount = rows
    progress.phase = phase
    return progress
  }

  @Test func `one input shows its bytes, rows per second and the time left`() {
    let shown = Shown([1_000_000])
    shown.begin(0, seconds: 100)
    #expect(
      shown.text(self.progress(250_000, of: 1_000_000, rows: 800), seconds: 102)
        == "[#####...............] 250.0 kB of 1.0 MB  400 rows/s  6 s left")
    #expect(
      shown.text(self.progress(1_000_000, of: 1_000_000, rows: 800), seconds: 104)
        == "[####################] 1.0 MB of 1.0 MB  200 rows/s")
    #expect(shown.text(self.progress(7, of: nil, rows: 0), seconds: 100) == "7 bytes  0 rows/s")
    // A file may grow while it is read.
    #expect(
      shown.text(self.progress(3_000, of: 1_000, rows: 9), seconds: 101)
        == "[####################] 3.0 kB of 1.0 kB  9 rows/s")
  }

  @Test func `a date with a file for each symbol shows its phases, and never 0 s left`() {
    let shown = Shown([1_000])
    shown.begin(0, seconds: 0)
    func text(_ phase: IngestProgress.Phase, _ seconds: Double) -> String? {
      shown.text(self.progress(1_000, of: 1_000, rows: 10, phase), seconds: seconds)
    }
    #expect(text(.reading, 10) == "[####################] 1.0 kB of 1.0 kB  1 rows/s")
    #expect(
      text(.writing(fileCount: 1, of: 400), 10) == "[....................] writing files: 1 of 400")
    #expect(
      text(.writing(fileCount: 100, of: 400), 15)
        == "[#####...............] writing files: 100 of 400  15 s left")
    #expect(
      text(.writing(fileCount: 400, of: 400), 20)
        == "[####################] writing files: 400 of 400")
    #expect(text(.publishing(fileCount: 400), 21) == "syncing 400 files")
    #expect(text(.publishing(fileCount: 1), 21) == "syncing 1 file")
  }

  @Test func `a batch shows which of how many, and the time left for all`() {
    let shown = Shown([1_000, 500, 2_000, 1_000])
    shown.begin(0, seconds: 0)
    // Before a date is done, what was read of the first says how long all of it takes.
    #expect(
      shown.text(self.progress(500, of: 1_000, rows: 10), seconds: 10)
        == "1 of 4  [##########..........] 500 bytes of 1.0 kB  1 rows/s  2 min left for all")
    // It took 40 s with its files and syncs: 0.04 s a byte.
    shown.end(seconds: 40)
    // A date that is skipped says nothing of the others.
    shown.begin(1, seconds: 40)
    shown.begin(2, seconds: 41)
    #expect(
      shown.text(self.progress(100, of: 2_000, rows: 0), seconds: 61)
        == "3 of 4  [#...................] 100 bytes of 2.0 kB  0 rows/s  2 min left for all")
    #expect(
      shown.text(
        self.progress(2_000, of: 2_000, .writing(fileCount: 2, of: 4)), seconds: 501)
        == "3 of 4  [##########..........] writing files: 2 of 4  40 s left for all")
    shown.end(seconds: 121)
    shown.begin(3, seconds: 121)
    #expect(
      shown.text(self.progress(0, of: 1_000), seconds: 131)
        == "4 of 4  [....................] 0 bytes of 1.0 kB  0 rows/s  30 s left for all")
  }

  @Test func `without all lengths there is no time left for all`() {
    let shown = Shown([1_000, nil, 1_000])
    shown.begin(0, seconds: 0)
    #expect(
      shown.text(self.progress(500, of: 1_000), seconds: 10)
        == "1 of 3  [##########..........] 500 bytes of 1.0 kB  0 rows/s")
    shown.begin(1, seconds: 20)
    shown.end(seconds: 30)
    #expect(
      shown.text(self.progress(500, of: nil), seconds: 30) == "2 of 3  500 bytes  0 rows/s")
    shown.begin(2, seconds: 30)
    #expect(
      shown.text(self.progress(500, of: 1_000), seconds: 40)?.hasSuffix("10 s left for all")
        == true)
  }

  @Test func `of inputs that are read at the same time the first is shown, with the rows of all`() {
    let shown = Shown([1_000, 1_000])
    shown.begin(0, seconds: 0)
    #expect(shown.text(self.progress(900, of: 1_000, rows: 30), of: 1, seconds: 9) == nil)
    #expect(
      shown.text(self.progress(500, of: 1_000, rows: 10), seconds: 10)
        == "1 of 2  [##########..........] 500 bytes of 1.0 kB  4 rows/s  30 s left for all")
    shown.end(seconds: 20)
    shown.begin(1, seconds: 20)
    // What was reported while it was not the first.
    #expect(
      shown.text(seconds: 20)
        == "2 of 2  [##################..] 900 bytes of 1.0 kB  2 rows/s  20 s left for all")
    #expect(
      shown.text(self.progress(1_000, of: 1_000, rows: 40), seconds: 25)
        == "2 of 2  [####################] 1.0 kB of 1.0 kB  2 rows/s  15 s left for all")
  }
}
