import BarLakeFlatFileServers
import FlatFiles
import Foundation
import Testing

extension Downloads {
  /// What a refusal means, which the listing decides.
  @Suite struct RefusalTests {
    private static func key(_ date: String) -> String {
      "us_stocks_sip/day_aggs_v1/\(date.prefix(4))/\(date.dropFirst(5).prefix(2))/\(date).csv.gz"
    }

    private let store = ObjectStore()

    init() { store.put(Content.bytes(1_000, seed: 6), key: Self.key("2024-01-02")) }

    private func error(
      of key: String, plan: @escaping FaultPlan
    ) async throws -> (error: DownloadError, records: [RequestRecord]) {
      let server = try await FaultServer.start(store, plan: plan)
      let downloader = try DownloaderForTests.make(server.endpoint) {
        $0.maxRetries = 2
        $0.now = { Date(timeIntervalSince1970: 1_710_000_000) }
      }
      let file = try FinalFile()
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.downloadToFile("flatfiles", key, file.path)
      }
      #expect(try file.names() == [])
      await downloader.shutdown()
      return (error, server.records)
    }

    /// As the vendor answers: 403 for what is not there, too.
    private static let vendorPlan: FaultPlan = { $0.isListing ? .none : .accessDenied }

    @Test func `a key that is not listed is not published`() async throws {
      // A Wednesday; 404 as S3 answers, 403 as the vendor does.
      let plans: [FaultPlan] = [{ _ in .none }, Self.vendorPlan]
      for plan in plans {
        let (error, records) = try await error(of: Self.key("2024-01-03"), plan: plan)
        #expect(error.code == .notPublished && !error.mayHelpToRetry)
        #expect(records.count { !$0.request.isListing } == 1)
      }
    }

    @Test func `a day without trading says so`() async throws {
      // New Year's Day, a Sunday, and Good Friday.
      for date in ["2024-01-01", "2024-01-07", "2023-04-07"] {
        let (error, _) = try await error(of: Self.key(date), plan: Self.vendorPlan)
        #expect(error.code == .holiday && error.message.contains(date))
      }
    }

    @Test func `what is listed and refused is forbidden, with four reasons and no retry`()
      async throws
    {
      let (error, records) = try await error(of: Self.key("2024-01-02"), plan: Self.vendorPlan)
      #expect(error.code == .forbidden && error.status == 403 && !error.mayHelpToRetry)
      #expect(error.serviceCode == "AccessDenied")
      for reason in ["data set", "history", "agreement", "released"] {
        #expect(error.remedy.contains(reason))
      }
      #expect(records.count { !$0.request.isListing } == 1)
    }

    @Test func `a refused listing means the credentials`() async throws {
      let (error, records) = try await error(of: Self.key("2024-01-02")) { _ in .accessDenied }
      #expect(error.code == .credentials && error.status == 403 && !error.mayHelpToRetry)
      #expect(records.count == 2)
    }

    @Test func `what is listed and not found is asked for again`() async throws {
      let (error, records) = try await error(of: Self.key("2024-01-02")) {
        $0.isListing ? .none : .noSuchKey
      }
      #expect(error.code == .unavailable && error.status == 404 && error.mayHelpToRetry)
      #expect(records.count { !$0.request.isListing } == 3)
    }

    @Test func `a listing that fails for another reason is asked for again`() async throws {
      let (error, _) = try await error(of: Self.key("2024-01-03")) {
        !$0.isListing ? .accessDenied : $0.attempt == 0 ? .internalError : .none
      }
      #expect(error.code == .notPublished)
      let (failing, _) = try await self.error(of: Self.key("2024-01-03")) {
        $0.isListing ? .internalError : .accessDenied
      }
      #expect(failing.code == .unavailable && failing.mayHelpToRetry)
    }

    @Test func `a wrong secret is an error of the credentials at a real server`() async throws {
      let server = try await SeaweedFS.shared
      try await server.put([1], key: "refusals/a.bin")
      let credentials = S3Credentials(
        accessKeyID: FakeCredentials.accessKeyID, secretAccessKey: "wrong/fake+secret")
      let downloader = try DownloaderForTests.make(server.endpoint, credentials: credentials)
      for key in ["refusals/a.bin", "refusals/none.bin"] {
        let error = try await #require(throws: DownloadError.self) {
          try await downloader.downloadOne("flatfiles", key)
        }
        #expect(error.code == .credentials && !"\(error)".contains("wrong/fake"))
      }
      let error = try await #require(throws: DownloadError.self) {
        try await downloader.listObjects("flatfiles")
      }
      #expect(error.code == .credentials && error.serviceCode == "SignatureDoesNotMatch")
      await downloader.shutdown()
    }
  }
}
