import BarLake
import BarLakeBytes
import BarLakeFlatFileServers
import BarLakeTestSupport
import FlatFiles
import Synchronization
import Testing

@Suite struct BucketMirrorTests {
  private static func key(_ day: String) -> String {
    "us_stocks_sip/day_aggs_v1/2024/01/2024-01-\(day).csv.gz"
  }

  private let folder: TemporaryFolder
  private let store = ObjectStore()
  private let server: FaultServer
  private let downloader: AsyncS3Downloader
  private var mirror: BucketMirror { BucketMirror(root: folder.path("raw")) }

  init() async throws {
    folder = try TemporaryFolder()
    server = try await FaultServer.start(store)
    downloader = try DownloaderForTests.make(server.endpoint)
  }

  private static func content(_ number: Int) -> [UInt8] {
    GzipDeflater.deflate(Content.bytes(1_000, seed: UInt64(number)))
  }

  private func steps(_ keys: [String]) async throws -> [BucketMirror.Step] {
    let listed = try await downloader.listObjects("flatfiles", prefix: "us_stocks_sip/")
    return try mirror.steps(for: keys, listed: listed)
  }

  /// Fetches what the mirror lacks; returns what became of each object, by its key.
  @discardableResult
  private func fetch(_ keys: [String]) async throws -> [String: MirrorOutcome] {
    let outcomes = Mutex<[String: MirrorOutcome]>([:])
    let errors = await mirror.fetch(
      try await steps(keys), from: "flatfiles", with: downloader, atOnce: 2
    ) { outcome in outcomes.withLock { $0[outcome.key] = outcome } }
    let all = outcomes.withLock { $0 }
    #expect(errors.count == all.values.count { $0.status == .error })
    return all
  }

  @Test func `objects are under their keys, and are fetched once`() async throws {
    let keys = ["02", "03", "04"].map(Self.key)
    for (number, key) in keys.enumerated() { store.put(Self.content(number), key: key) }
    let outcomes = try await fetch(keys)
    #expect(outcomes.values.map(\.status) == [.fetched, .fetched, .fetched])
    for (number, key) in keys.enumerated() {
      #expect(try FileSystem.read(folder.path("raw/\(key)")) == Self.content(number))
    }
    let listed = try await downloader.listObjects("flatfiles", prefix: "us_")
    #expect(try await steps(keys) == listed.map(BucketMirror.Step.present))
    #expect(try await fetch(keys).isEmpty)
    await downloader.shutdown()
  }

  @Test func `an object of another tag, length or of none is fetched`() async throws {
    let keys = ["02", "03", "04", "05"].map(Self.key)
    for (number, key) in keys.enumerated() { store.put(Self.content(number), key: key) }
    try await fetch(keys)
    // A reissue of the same length, a file that somebody cut, and one that is gone.
    store.put(Self.content(0), key: keys[0])
    try folder.write([1, 2], to: "raw/\(keys[1])")
    try FileSystem.removeFile(folder.path("raw/\(keys[2])"))
    let outcomes = try await fetch(keys)
    #expect(Set(outcomes.keys) == Set(keys.prefix(3)))
    #expect(try FileSystem.read(folder.path("raw/\(keys[1])")) == Self.content(1))
    await downloader.shutdown()
  }

  @Test func `a file that nobody remembers is fetched again`() async throws {
    store.put(Self.content(0), key: Self.key("02"))
    try FileSystem.createDirectories(folder.path("raw/us_stocks_sip/day_aggs_v1/2024/01"))
    try folder.write(Self.content(0), to: "raw/\(Self.key("02"))")
    #expect(try await fetch([Self.key("02")]).count == 1)
    await downloader.shutdown()
  }

  /// As after a kill between the final name and the line about it.
  @Test func `a file that was expected where nothing was is not fetched again`() async throws {
    let object = store.put(Self.content(0), key: Self.key("02"))
    try MirrorRecord(root: folder.path("raw")).append(
      .init(key: Self.key("02"), etag: object.entityTag, byteCount: Self.content(0).count))
    #expect(try await fetch([Self.key("02")]).count == 1)
    guard case .present? = try await steps([Self.key("02")]).first else {
      Issue.record("it is not present")
      return
    }
    await downloader.shutdown()
  }

  @Test func `an error of one stops no other, and says why`() async throws {
    store.put(Self.content(0), key: Self.key("02"))
    store.put(Self.content(1), key: Self.key("04"))
    let outcomes = try await fetch(["02", "03", "04", "15"].map(Self.key))
    #expect(outcomes[Self.key("02")]?.status == .fetched)
    #expect(outcomes[Self.key("04")]?.status == .fetched)
    #expect(outcomes[Self.key("03")]?.error?.code == .notPublished)
    #expect(outcomes[Self.key("15")]?.error?.code == .holiday)
    #expect(
      try FileSystem.names(in: folder.path("raw/us_stocks_sip/day_aggs_v1/2024/01"))
        == ["2024-01-02.csv.gz", "2024-01-04.csv.gz"])
    await downloader.shutdown()
  }

  @Test func `a folder that cannot be made is an error of each object`() async throws {
    store.put(Self.content(0), key: Self.key("02"))
    try folder.write([1], to: "raw")
    let error = try await fetch([Self.key("02")])[Self.key("02")]?.error
    #expect(error?.code == .ioError && error?.remedy.isEmpty == false)
    await downloader.shutdown()
  }

  @Test func `a listing is of a month, or of a year with several months`() throws {
    let keys = try ["2023-12-28", "2023-12-29", "2024-01-02", "2024-03-01"].map {
      KeyMetadata(dataType: .optionsMinute, date: try CalendarDate($0))
    }
    #expect(
      BucketMirror.prefixes(of: keys) == [
        "us_options_opra/minute_aggs_v1/2023/12/", "us_options_opra/minute_aggs_v1/2024/",
      ])
    #expect(BucketMirror.prefixes(of: []) == [])
  }
}
