import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeSync
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct BucketSourceTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  private func plan(
    _ bucket: BucketBench, _ request: SyncRequest
  ) async throws -> SyncPlan {
    let bench = bench
    return try await Workers.blocking { () throws(SystemError) in
      Result { try bench.plan(request, from: bucket.source) }
    }.get()
  }

  @Test func `a bucket is compared with the lake by its listing`() async throws {
    let bucket = try await BucketBench()
    for day in [2, 3, 5] { try bucket.put(day: day) }
    bucket.store.put([1], key: try BucketBench.key(3, .stocksMinute))
    bucket.store.put([1], key: "us_stocks_sip/day_aggs_v1/2024/01/2024-01-04.csv")
    bucket.store.put([], key: "us_stocks_sip/day_aggs_v1/2024/01/")
    bucket.store.put([1], key: "us_stocks_sip/day_aggs_v1/2024/02/2024-02-01.csv.gz")
    let plan = try await plan(bucket, try bench.request(2, 5))
    #expect(
      plan.taskTexts == [
        "2024-01-02 stocks_daily missing", "2024-01-03 stocks_daily missing",
        "2024-01-05 stocks_daily missing",
      ])
    #expect(
      plan.otherTexts == [
        "unsupported us_stocks_sip/day_aggs_v1/2024/01/2024-01-04.csv", "not published 2024-01-04",
      ])
    #expect(plan.tasks.allSatisfy { $0.file.etag != nil && $0.file.byteCount > 0 })
    #expect(
      plan.header.source
        == .bucket(BucketPlace(endpoint: bucket.server.endpoint, bucket: "flatfiles")))
    #expect(bucket.server.records.count == 1 && bucket.server.records[0].request.isListing)
  }

  @Test func `a year has one listing, and days before the vendor's first none`() async throws {
    let bucket = try await BucketBench()
    bucket.store.put([1], key: "us_stocks_sip/trades_v1/2003/01/2003-01-02.csv.gz")
    var request = try bench.request(2, 5)
    request = SyncRequest(
      [.stocksDaily, .optionsDaily],
      days: .range(try CalendarDate("1999-01-01"), try CalendarDate("2004-03-01")),
      today: try CalendarDate("2024-06-03"), onExisting: .skip, work: request.work)
    _ = try await plan(bucket, request)
    // 2003 and 2004, of each.
    let listings = bucket.server.records.filter { $0.request.isListing }
    #expect(listings.count == 4 && bucket.server.records.count == 4)
  }

  @Test func `a listing that fails is the error of the plan`() async throws {
    let bucket = try await BucketBench { _ in .accessDenied }
    let request = try bench.request(2, 5)
    do {
      _ = try await plan(bucket, request)
      Issue.record("no error")
    } catch FlatFileSource.Failure.bucket(let error) {
      #expect(error.code == .credentials)
      let failure = FlatFileSource.Failure.bucket(error)
      #expect(failure.text.hasPrefix("credentials: ") && !failure.mayHelpToRetry)
    }
  }
}
