import BarLake
import BarLakeLakePage
import BarLakeTestSupport
import LakeInspection
import Testing

/// The page as text; `Conformance/check_lake_page.py` looks at it in a browser.
@Suite struct LakePageTests {
  private static func page(
    _ lake: Lake, root: String = "/a/lake/", records: [MarketDataType: SyncRecord] = [:]
  ) throws -> String {
    let status = try LakeStatus(root: lake.root)
    return LakePage(
      status, LakeCalendar(status, until: try CalendarDate("2024-01-25")), records: records,
      root: root, made: "2024-01-26T11:12:13Z"
    ).text
  }

  @Test func `a page says which lake it is about, and when it was made`() throws {
    let lake = try Lake.ofEachKind()
    let page = try Self.page(lake)
    #expect(page.contains("<title>Lake lake</title>"))
    #expect(page.contains("<code>/a/lake/</code>"))
    #expect(page.contains("expected up to 2024-01-25 · as of 2024-01-26 11:12 UTC"))
    // One data type needs no sums and no links.
    #expect(!page.contains("<p class=\"totals\">") && !page.contains("<nav"))
    try lake.ingest(Bars.few, type: "stocks_minute")
    let both = try Self.page(lake)
    #expect(both.contains("<b>2</b> data types") && both.contains("<b>12</b> dates"))
    #expect(both.contains("<a href=\"#stocks_minute\">stocks_minute</a>"))
  }

  @Test func `the legend has what occurs, and how often`() throws {
    let page = try Self.page(try Lake.ofEachKind())
    for (style, text) in [
      ("d", "<b>7</b> done"), ("m", "<b>6</b> missing"), ("h", "<b>2</b> holidays"),
      ("s", "<b>1</b> with unusually few rows"),
      ("d b", "<b>1</b> with doubtful bars (1 repeated key)"),
    ] {
      let item = "<span class=\"cell \(style)\" aria-hidden=\"true\"></span><span>\(text)</span>"
      #expect(page.contains(item), "\(text)")
    }
    #expect(!page.contains("</b> reissued since"))
    let record = try SyncRecord.of(reissued: ["2024-01-02"])
    let later = try Self.page(try Lake.ofEachKind(), records: [.stocksDaily: record])
    #expect(later.contains("</b> reissued since"))
  }

  @Test func `names are texts, whatever they contain`() throws {
    let lake = try Lake.ofEachKind()
    let page = try Self.page(lake, root: "/x/</title><script>\u{202E}\u{0}")
    #expect(page.split(separator: "<script").count == 2)
    #expect(page.contains("Lake title&gt;&lt;script&gt;\\u{202e}\\u{0}"))
  }

  @Test func `an empty lake, and settings that are not readable, are told`() throws {
    let lake = try Lake()
    try lake.put([], at: ".barlake/x")
    let empty = try Self.page(lake)
    #expect(empty.contains("The lake is empty.") && !empty.contains("<section"))
    try lake.ingest(Bars.few)
    try lake.put([1], at: Lake.settings)
    #expect(try Self.page(lake).contains("<dt>settings</dt><dd>not readable</dd>"))
  }

  @Test func `what is staged has a section of its own`() throws {
    let lake = try Lake.ofEachKind()
    try lake.put([1], at: ".barlake/staging/stocks_daily.2024-01-02.<x>/a.staged")
    let page = try Self.page(lake)
    #expect(page.contains("<section id=\"left-over\""))
    #expect(page.contains("<li>.barlake/staging/stocks_daily.2024-01-02.&lt;x&gt;</li>"))
  }
}
