import FlatFiles
import Testing

@Suite struct MirrorTallyTests {
  private static let megabyte = 1_000_000

  private static func progress(_ count: Int, of total: Int, resumed: Int = 0) -> DownloadProgress {
    DownloadProgress(byteCount: count, resumedByteCount: resumed, totalByteCount: total)
  }

  @Test func `files and bytes are summed, and earlier bytes are no speed`() {
    var tally = MirrorTally([
      S3Object(key: "a", byteCount: 10 * Self.megabyte, etag: "1"),
      S3Object(key: "b", byteCount: 20 * Self.megabyte, etag: "2"),
    ])
    #expect(tally.text == "0 of 2 files  0 bytes of 30.0 MB")
    tally.note(
      Self.progress(4 * Self.megabyte, of: 10 * Self.megabyte, resumed: 4 * Self.megabyte),
      of: "a", seconds: 0)
    tally.note(
      Self.progress(10 * Self.megabyte, of: 10 * Self.megabyte, resumed: 4 * Self.megabyte),
      of: "a", seconds: 2)
    tally.noteEnd()
    #expect(tally.byteCount == 10 * Self.megabyte && tally.fetchedByteCount == 6 * Self.megabyte)
    // 6 MB in 2 seconds, and 20 MB left.
    #expect(tally.text == "1 of 2 files  10.0 MB of 30.0 MB  3.0 MB/s  7 s left")
  }

  @Test func `an object that was replaced by a longer one makes the sum longer`() {
    var tally = MirrorTally([S3Object(key: "a", byteCount: 100, etag: "1")])
    tally.note(Self.progress(50, of: 150), of: "a", seconds: 0)
    tally.note(Self.progress(60, of: 150), of: "a", seconds: 1)
    #expect(tally.totalByteCount == 150)
  }

  @Test(arguments: [
    (59, "59 s"), (60, "1 min"), (61, "2 min"), (3_600, "1 h 0 min"), (5_000, "1 h 24 min"),
  ])
  func `a long time is in minutes and hours`(_ seconds: Int, _ text: String) {
    var tally = MirrorTally([S3Object(key: "a", byteCount: seconds + 1, etag: "1")])
    tally.note(Self.progress(0, of: seconds + 1), of: "a", seconds: 0)
    tally.note(Self.progress(1, of: seconds + 1), of: "a", seconds: 1)
    #expect(tally.text.hasSuffix("  \(text) left"))
  }
}
