import BarLake
import BarLakeBytes
import BarLakeLakePage
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct DayTextTests {
  /// What is known of each day that has a face, by its number.
  private static func texts(_ lake: Lake, _ record: SyncRecord? = nil) throws -> [Int: String] {
    let days = TypeDays(try lake.calendar(until: "2024-01-25"), KnownSync(record))
    return Dictionary(uniqueKeysWithValues: days.known.map { ($0.day.date.day, $0.text) })
  }

  /// The size of a day's file, for people.
  private static func byteText(_ lake: Lake, _ day: String) throws -> String {
    ByteCountText.text(try lake.read(Lake.file("2024-01-\(day)")).count)
  }

  @Test func `a line has all figures of a day`() throws {
    let lake = try Lake.ofEachKind()
    let texts = try Self.texts(lake)
    let sizes = try ["02", "03", "06", "10", "11"].map { try Self.byteText(lake, $0) }
    #expect(texts[1] == "2024-01-01 Mon: New Year's Day")
    #expect(texts[2] == "2024-01-02 Tue: done, 3 rows (usually 3) in 1 file, \(sizes[0])")
    #expect(
      texts[3] == "2024-01-03 Wed: done for some symbols, 2 symbols asked for, 1 row in 1 file, "
        + sizes[1])
    #expect(texts[6] == "2024-01-06 Sat: done, no trading day, 3 rows in 1 file, \(sizes[2])")
    #expect(texts[9] == "2024-01-09 Tue: unfinished, files missing: 1")
    #expect(
      texts[10] == "2024-01-10 Wed: unusually few rows, 1 row (usually 3) in 1 file, " + sizes[3])
    #expect(
      texts[11] == "2024-01-11 Thu: unusually many rows, 6 rows (usually 3) in 1 file, "
        + "\(sizes[4]), 1 repeated key")
    #expect(texts[12] == "2024-01-12 Fri: missing")
    #expect(texts[7] == nil && texts[26] == nil)
  }

  @Test func `a line has what the last sync found`() throws {
    let record = try SyncRecord.of(
      reissued: ["2024-01-02"], notPublished: ["2024-01-12"], awaited: ["2024-01-25"],
      forbidden: ["2024-01-16"], failed: ["2024-01-17", "2024-01-09"])
    let texts = try Self.texts(try Lake.ofEachKind(), record)
    #expect(texts[2]?.hasPrefix("2024-01-02 Tue: reissued since, 3 rows (") == true)
    #expect(texts[9] == "2024-01-09 Tue: unfinished, failed in the last sync, files missing: 1")
    #expect(texts[12] == "2024-01-12 Fri: not published, the vendor has no file")
    #expect(texts[16] == "2024-01-16 Tue: missing, the account may not read it")
    #expect(texts[17] == "2024-01-17 Wed: missing, failed in the last sync")
    #expect(texts[25] == "2024-01-25 Thu: not published, not published yet at the last sync")
  }

  @Test func `a date that is being made again is in progress`() throws {
    let lake = try Lake.ofEachKind()
    let lock = try FileLock(lake.absolute(".barlake/locks/stocks_daily.2024-01-02"))
    #expect(try Self.texts(lake)[2]?.hasSuffix(", in progress") == true)
    _ = consume lock
    #expect(try Self.texts(lake)[2]?.hasSuffix(", in progress") == false)
  }

  @Test func `doubtful bars have their kinds and numbers`() {
    var bars = DoubtfulBars()
    #expect(DayText.bars(bars) == "")
    (bars.repeatedKeys, bars.unorderedRows) = (1, 2000)
    (bars.inconsistentBars, bars.wrongTypeRows) = (1, 2)
    #expect(
      DayText.bars(bars)
        == "1 repeated key, 2,000 unordered rows, 1 inconsistent bar, 2 rows of a wrong type")
  }
}
