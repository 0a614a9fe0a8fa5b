import BarLakeLakePage
import BarLakePages
import LakeInspection
import Testing

@Suite struct SyncFactsTests {
  private static func source(_ record: SyncRecord?) -> String {
    HTML(SyncFacts(record).html).source
  }

  @Test func `a record is a list of what happened`() throws {
    let source = Self.source(
      try .of(
        reissued: ["2024-01-03", "2024-01-02"],
        failed: ["2024-01-02", "2024-01-04", "2024-01-08", "2024-01-10"]))
    for part in [
      "<dt>ended</dt><dd>2024-02-01 06:07 UTC</dd>", "<dt>from</dt><dd>&lt;here&gt;</dd>",
      "<dt>asked for</dt><dd>2024-01-01 to 2024-01-31</dd>", "<dt>ingested</dt><dd>1 date</dd>",
      "<dt>reissued</dt><dd>2 dates: 2024-01-02 to 2024-01-03</dd>",
      "<dt>failed</dt><dd><details><summary>4 dates</summary><div class=\"inside\">"
        + "2024-01-02, 2024-01-04, 2024-01-08, 2024-01-10</div></details></dd>",
    ] {
      #expect(source.contains(part), "\(part)")
    }
    #expect(!source.contains("forbidden") && !source.contains("before its end"))
  }

  @Test func `a sync that did not come to its end is told, and so is none`() throws {
    #expect(Self.source(try .of(isWhole: false)).contains("06:07 UTC, before its end"))
    #expect(Self.source(nil) == "<p class=\"muted\">None is recorded.</p>")
  }
}
