import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeSync
import BarLakeTestSupport
import FlatFiles
import Synchronization
import Testing

@Suite struct TaskRunnerTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  /// Plans with a bucket, changes it, and runs the tasks.
  private func run(
    _ bucket: BucketBench, _ first: Int, _ last: Int, onExisting: ExistingFilePolicy = .skip,
    takesReplaced: Bool = true, engine: SyncWork.Engine = .polars,
    afterPlan: @escaping @Sendable () throws -> Void = {}
  ) async throws -> [TaskOutcome] {
    var request = try bench.request(first, last, onExisting: onExisting)
    request.work.engine = engine
    let (bench, ready) = (bench, request)
    return try await Workers.blocking { () throws(SystemError) in
      Result {
        let plan = try bench.plan(ready, from: bucket.source)
        try afterPlan()
        let runner = TaskRunner(
          plan.header.work, from: bucket.source, atOnce: 1, takesReplaced: takesReplaced,
          cancellation: Cancellation())
        return plan.tasks.map { runner.run($0, logger: CapturedLog().logger) { _ in } }
      }
    }.get()
  }

  private func source(_ day: Int) throws -> SourceRecord? {
    let date = try SyncBench.january(day).description
    return try ManifestText.manifest(try bench.lake.read(Lake.manifest(date))).source
  }

  @Test(arguments: SyncWork.Engine.allCases)
  func `a date is ingested while its object arrives, and the manifest names it`(
    _ engine: SyncWork.Engine
  ) async throws {
    let bucket = try await BucketBench()
    try bucket.put(day: 2)
    let outcomes = try await run(bucket, 2, 2, engine: engine)
    let outcome = try #require(outcomes.first)
    let result = try outcome.result.get()
    #expect(result.status == .success && result.records == 1)
    let source = try #require(try source(2))
    #expect(try source.key == BucketBench.key(2) && source.etag == outcome.file.etag)
    #expect(source.etag != nil && outcome.seconds > 0)
    #expect(try bucket.requestCount(day: 2) == 1)
    #expect(try bench.lake.remains() == [])
  }

  @Test func `a date that is done by then is not fetched`() async throws {
    let bucket = try await BucketBench()
    try bucket.put(day: 2)
    let lake = bench.lake
    let outcomes = try await run(bucket, 2, 2) {
      try lake.ingest(.bytes(GzipDeflater.deflate(SyncBench.bars("A"))), date: "2024-01-02")
    }
    #expect(try outcomes[0].result.get().status == .skipped)
    #expect(try bucket.requestCount(day: 2) == 0)
  }

  @Test func `an object that was replaced after its listing is listed anew, or is an error`()
    async throws
  {
    let bucket = try await BucketBench()
    try bucket.put(day: 2)
    let refused = try await run(bucket, 2, 2, takesReplaced: false) {
      try bucket.put(SyncBench.bars("B", "C"), day: 2)
    }
    guard case .failure(let failure) = refused[0].result else {
      Issue.record("\(refused)")
      return
    }
    #expect(failure.code == "object_replaced" && failure.mayHelpToRetry)
    #expect(try !bench.lake.exists(Lake.file("2024-01-02")))
    let outcomes = try await run(bucket, 2, 2) {
      try bucket.put(SyncBench.bars("D", "E", "F"), day: 2)
    }
    #expect(try outcomes[0].result.get().records == 3)
    #expect(outcomes[0].file.etag != outcomes[0].task.file.etag)
    #expect(try source(2)?.etag == outcomes[0].file.etag)
  }

  @Test func `an object that is replaced while it is read is read anew, up to three times`()
    async throws
  {
    // More than the parts that are asked for at once.
    let lines = [Bars.header] + (0..<8_000).map { Bars.line("A\($0)", $0) }
    let content = Array((lines.joined(separator: "\n") + "\n").utf8)
    let replacedCount = Atomic(0)
    let limit = Atomic(2)
    let key = try BucketBench.key(2)
    let bytes = GzipDeflater.deflate(content)
    #expect(bytes.count > 64 << 10)
    let bucket = try await BucketBench()
    bucket.store.put(bytes, key: key)
    let bucketStore = bucket.store
    bucket.server.follow { request in
      // The third part of a version is asked for: the object is another now.
      if !request.isListing, request.range?.lowerBound == 32 << 10,
        replacedCount.load(ordering: .relaxed) < limit.load(ordering: .relaxed)
      {
        replacedCount.add(1, ordering: .relaxed)
        bucketStore.put(bytes, key: key)
      }
      return .none
    }
    let outcomes = try await run(bucket, 2, 2)
    #expect(try outcomes[0].result.get().records == 8_000)
    #expect(replacedCount.load(ordering: .relaxed) == 2)
    #expect(try source(2)?.etag == outcomes[0].file.etag)
    try bench.lake.remove("")
    limit.store(100, ordering: .relaxed)
    let failed = try await run(bucket, 2, 2)
    guard case .failure(let failure) = failed[0].result else {
      Issue.record("\(failed)")
      return
    }
    #expect(failure.code == "object_replaced")
    #expect(try bench.lake.remains() == [] && !bench.lake.exists(Lake.file("2024-01-02")))
  }

  @Test func `a reissue replaces the date once, whoever comes first`() async throws {
    let bucket = try await BucketBench()
    try bucket.put(day: 2)
    _ = try await run(bucket, 2, 2)
    try bucket.put(SyncBench.bars("B"), day: 2)
    #expect(try await run(bucket, 2, 2).isEmpty)
    let count = try bucket.requestCount(day: 2)
    let first = try await run(bucket, 2, 2, onExisting: .update)
    #expect(first.map(\.task.reason) == [.reissued])
    #expect(try first[0].result.get().status == .success)
    #expect(try bucket.requestCount(day: 2) == count + 1)
    // The same task again, as of a plan that is carried out twice.
    let (task, work) = (first[0].task, try bench.request(2, 2).work)
    let again = try await Workers.blocking { () throws(SystemError) in
      TaskRunner(
        work, from: bucket.source, atOnce: 1, takesReplaced: false, cancellation: Cancellation()
      ).run(task, logger: CapturedLog().logger) { _ in }
    }
    #expect(try again.result.get().status == .skipped)
    #expect(try bucket.requestCount(day: 2) == count + 1)
  }

  private static let faults: [(Fault, String, Bool)] = [
    (.accessDenied, "forbidden", false), (.internalError, "unavailable", true),
    (.reset(afterByteCount: 10), "connection_failed", true),
  ]

  @Test(arguments: faults)
  func `why an object did not arrive is the code of the failure`(
    _ fault: Fault, _ code: String, _ mayHelpToRetry: Bool
  ) async throws {
    let bucket = try await BucketBench { $0.isListing ? .none : fault }
    try bucket.put(day: 2)
    guard case .failure(let failure) = try await run(bucket, 2, 2)[0].result else {
      Issue.record("no failure")
      return
    }
    #expect(failure.code == code && failure.mayHelpToRetry == mayHelpToRetry)
    #expect(failure.error.date == "2024-01-02")
    #expect(try bench.lake.remains() == [])
  }

  @Test func `the error of a content is that of the ingest`() async throws {
    let bucket = try await BucketBench()
    try bucket.put(Array("\(Bars.header)\nA,x,1,1,1,1,\(Bars.midnight),1\n".utf8), day: 2)
    guard case .failure(let failure) = try await run(bucket, 2, 2)[0].result else {
      Issue.record("no failure")
      return
    }
    #expect(failure.code == "bad_number" && failure.error.line == 2 && !failure.mayHelpToRetry)
    #expect(failure.download == nil)
  }
}
