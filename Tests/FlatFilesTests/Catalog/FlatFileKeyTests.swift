import BarLake
import FlatFiles
import Foundation
import Testing

@Suite struct FlatFileKeyTests {
  static let keys: [(String, MarketDataType)] = [
    ("us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz", .stocksDaily),
    ("us_stocks_sip/minute_aggs_v1/2024/01/2024-01-02.csv.gz", .stocksMinute),
    ("us_options_opra/day_aggs_v1/2024/01/2024-01-02.csv.gz", .optionsDaily),
    ("us_options_opra/minute_aggs_v1/2024/01/2024-01-02.csv.gz", .optionsMinute),
  ]

  @Test(arguments: keys)
  func `a key and what it says are each other's opposite`(
    _ key: String, _ type: MarketDataType
  ) throws {
    let metadata = KeyMetadata(dataType: type, date: try CalendarDate("2024-01-02"))
    #expect(metadata.key == key)
    #expect(FlatFileKey(key) == .bars(metadata))
    let json = String(decoding: try JSONEncoder().encode(metadata), as: UTF8.self)
    for pair in [
      "\"data_type\":\"\(type.rawValue)\"", "\"year\":\"2024\"", "\"month\":\"01\"",
      "\"date\":\"2024-01-02\"",
    ] { #expect(json.contains(pair)) }
  }

  @Test(arguments: [
    "", "x", "/", "us_stocks_sip", "us_stocks_sip/day_aggs_v1",
    "us_stocks_sip/day_aggs_v1/2024/01/",
    "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv",
    "us_stocks_sip/day_aggs_v1/2024/02/2024-01-02.csv.gz",
    "us_stocks_sip/day_aggs_v1/2023/01/2024-01-02.csv.gz",
    "us_stocks_sip/day_aggs_v1/2023/02/2023-02-30.csv.gz",
    "us_stocks_sip/day_aggs_v1/2024/1/2024-01-02.csv.gz",
    "/us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz",
    "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz/",
    "us_stocks_sip//day_aggs_v1/2024/01/2024-01-02.csv.gz",
    "US_STOCKS_SIP/day_aggs_v1/2024/01/2024-01-02.csv.gz",
    "us_stocks_sip/day_aggs_v2/2024/01/2024-01-02.csv.gz",
    "us_bonds/day_aggs_v1/2024/01/2024-01-02.csv.gz",
  ])
  func `any other text is no key`(_ key: String) {
    #expect(FlatFileKey(key) == nil)
  }

  @Test(arguments: [
    ("us_futures_cme/session_aggs_v1", "session bars of futures of CME", "session_end_date"),
    ("us_futures_cbot/trades_v1", "trades of futures of CBOT", "session_end_date"),
    ("us_futures_comex/minute_aggs_v1", "minute bars of futures of COMEX", "session_end_date"),
    ("us_futures_nymex/quotes_v1", "quotes of futures of NYMEX", "session_end_date"),
    ("us_indices/day_aggs_v1", "day bars of indices", "no volume"),
    ("us_indices/values_v1", "values of indices", "no volume"),
    ("global_crypto/minute_aggs_v1", "minute bars of crypto", "around the clock"),
    ("global_forex/quotes_v1", "quotes of forex", "around the clock"),
    ("us_stocks_sip/trades_v1", "trades of stocks", "no bars"),
    ("us_options_opra/quotes_v1", "quotes of options", "no bars"),
  ])
  func `other files of the vendor are unsupported, with the reason`(
    _ prefix: String, _ subject: String, _ reason: String
  ) throws {
    guard case .unsupported(let key)? = FlatFileKey("\(prefix)/2024/01/2024-01-02.csv.gz") else {
      Issue.record("\(prefix)")
      return
    }
    #expect(key.subject == subject)
    #expect(key.reason.contains(reason))
  }
}
