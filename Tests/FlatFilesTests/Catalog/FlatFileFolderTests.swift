import BarLake
import FlatFiles
import Testing

@Suite struct FlatFileFolderTests {
  @Test(arguments: [
    "us_stocks_sip/minute_aggs_v1", "/data/us_stocks_sip/minute_aggs_v1/2024/01",
    "us_stocks_sip/day_aggs_v1/us_stocks_sip/minute_aggs_v1/x", "./us_stocks_sip//minute_aggs_v1/",
  ])
  func `the innermost two folders of the vendor say what is there`(_ path: String) {
    #expect(FlatFileFolder(in: path) == .bars(.stocksMinute))
  }

  @Test func `what no ingestor reads is named with its reason`() {
    guard case .unsupported(let key)? = FlatFileFolder(in: "a/us_options_opra/trades_v1/b") else {
      Issue.record("trades are unsupported")
      return
    }
    #expect(key.subject == "trades of options" && key.reason.contains("no bars"))
    #expect(FlatFileFolder("us_indices", "day_aggs_v1") != nil)
  }

  @Test(arguments: [
    "", "/", "us_stocks_sip", "minute_aggs_v1", "us_stocks_sip/x/minute_aggs_v1",
    "minute_aggs_v1/us_stocks_sip", "US_STOCKS_SIP/minute_aggs_v1", "us_stocks_sip/minute_aggs",
  ])
  func `other folders say nothing`(_ path: String) {
    #expect(FlatFileFolder(in: path) == nil)
  }
}
