import BarLake
import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct S3CatalogTests {
  private let catalog = S3Catalog()

  @Test func `the bucket is flatfiles`() {
    #expect(catalog.bucket == "flatfiles")
    #expect(S3Catalog(bucket: "other").bucket == "other")
  }

  @Test func `each data type has keys of its own`() throws {
    let keys = [
      try catalog.stocksDailyKey(date: "2024-01-02"),
      try catalog.stocksMinuteKey(date: "2024-01-02"),
      try catalog.optionsDailyKey(date: "2024-01-02"),
      try catalog.optionsMinuteKey(date: "2024-01-02"),
    ]
    #expect(keys == FlatFileKeyTests.keys.map(\.0))
  }

  @Test(arguments: ["2024-1-2", "2024-02-30", "20240102", "", "2024-01-02 "])
  func `a date that is none is an error`(_ date: String) {
    for key in [
      catalog.stocksDailyKey, catalog.stocksMinuteKey, catalog.optionsDailyKey,
      catalog.optionsMinuteKey,
    ] {
      let error = #expect(throws: IngestError.self) { try key(date) }
      #expect(error?.code == .invalidDate && error?.token == date)
    }
    #expect(throws: IngestError.self) { try S3Catalog.businessDays(from: date, to: "2024-01-02") }
    #expect(throws: IngestError.self) { try S3Catalog.businessDays(from: "2024-01-02", to: date) }
  }

  /// 13 and 14 January 2024 are a weekend, and 15 January is Martin Luther King, Jr. Day.
  @Test func `a range has the keys of its trading days`() throws {
    #expect(
      try catalog.dateRangeKeys(dataType: "options_daily", from: "2024-01-12", to: "2024-01-17")
        == [12, 16, 17].map { "us_options_opra/day_aggs_v1/2024/01/2024-01-\($0).csv.gz" })
    #expect(
      try S3Catalog.businessDays(from: "2024-01-12", to: "2024-01-17")
        == ["2024-01-12", "2024-01-16", "2024-01-17"])
    #expect(
      try catalog.dateRangeKeys(dataType: "stocks_daily", from: "2023-12-29", to: "2024-01-02")
        == [
          "us_stocks_sip/day_aggs_v1/2023/12/2023-12-29.csv.gz",
          "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz",
        ])
  }

  @Test func `a range that ends before it begins is empty, and so is one before the calendar`()
    throws
  {
    #expect(
      try catalog.dateRangeKeys(dataType: "stocks_daily", from: "2024-01-03", to: "2024-01-02")
        == [])
    #expect(try S3Catalog.businessDays(from: "2002-12-01", to: "2002-12-31") == [])
  }

  @Test func `an unknown data type is an error`() {
    let error = #expect(throws: IngestError.self) {
      try catalog.dateRangeKeys(dataType: "stocks", from: "2024-01-02", to: "2024-01-02")
    }
    #expect(error?.code == .unknownDataType)
  }

  @Test func `a key is parsed, and another is an error that says why`() throws {
    for (key, type) in FlatFileKeyTests.keys {
      #expect(try catalog.parseKeyMetadata(key).dataType == type)
      #expect(catalog.validateKey(key))
    }
    for (key, reason) in [
      ("us_indices/day_aggs_v1/2024/01/2024-01-02.csv.gz", "day bars of indices are not supported"),
      ("global_crypto/trades_v1/x", "trades of crypto are not supported"), ("a/b", "of the form"),
    ] {
      let error = #expect(throws: IngestError.self) { try catalog.parseKeyMetadata(key) }
      #expect(error?.code == .invalidArgument && error?.token == key)
      #expect(error?.message.contains(reason) == true)
      #expect(!catalog.validateKey(key))
    }
    #expect(catalog.kind(of: "a/b") == nil)
  }

  @Test func `missing are the trading days that a list lacks`() throws {
    #expect(
      try S3Catalog.missingDates(
        existing: ["2024-01-16", "2024-01-13", "2024-02-01"], from: "2024-01-12", to: "2024-01-17")
        == ["2024-01-12", "2024-01-17"])
    #expect(throws: IngestError.self) {
      try S3Catalog.missingDates(existing: ["16"], from: "2024-01-12", to: "2024-01-17")
    }
  }

  @Test func `missing are the trading days that a lake has not done`() throws {
    let folder = try TemporaryFolder()
    func missing(_ type: String = "stocks_daily") throws -> [String] {
      try S3Catalog.missingDates(
        inLake: folder.path("lake"), dataType: type, from: "2024-01-02", to: "2024-01-05")
    }
    let all = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"]
    #expect(try missing() == all)
    let ingestor = try PolarsIngestor(
      dataType: "stocks_daily", outputRoot: folder.path("lake"))
    let bars = """
      ticker,volume,open,close,high,low,window_start,transactions
      A,1,1,1,1,1,1704258000000000000,1

      """
    _ = try ingestor.ingestDate("2024-01-03", data: .bytes(Array(bars.utf8)))
    #expect(try missing() == ["2024-01-02", "2024-01-04", "2024-01-05"])
    #expect(try missing("options_daily") == all)
    #expect(throws: IngestError.self) {
      try S3Catalog.missingDates(
        inLake: folder.path, dataType: "stocks_daily", from: "2024-01-02", to: "2024-01-05")
    }
  }
}
