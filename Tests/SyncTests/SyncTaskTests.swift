import BarLake
import BarLakeSync
import Testing

@Suite struct SyncTaskTests {
  private func task(
    key: String = "k", byteCount: Int = 7, etag: String? = "\"e\"",
    reason: SyncTask.Reason = .missing,
    profile: Profile = .portable
  ) throws -> SyncTask {
    SyncTask(
      file: ListedFile(
        dataType: .stocksDaily, date: try CalendarDate("2024-01-02"), key: key,
        byteCount: byteCount, etag: etag),
      reason: reason, profile: profile, output: "o")
  }

  /// By `printf 'k\n"e"\nportable\n1.1\n' | sha256sum`.
  @Test func `the id is of the key, the tag, the profile and the version of the rules`() throws {
    let id = try task().id
    #expect(id == "4375f37eb6a1c59d85138327be993f0c")
    #expect(try task(reason: .forced).id == id && task(byteCount: 8).id == id)
    #expect(try task(key: "l").id != id && task(etag: "\"f\"").id != id)
    #expect(try task(profile: .classic).id != id)
    // Without a tag the length counts. By `printf 'k\n7\nportable\n1.1\n' | sha256sum`.
    #expect(try task(etag: nil).id == "94b59c0f506b0619196de1715098b097")
    #expect(try task(byteCount: 8, etag: nil).id != task(etag: nil).id)
  }

  @Test func `a reason says what becomes of a date that is done by then`() {
    #expect(
      SyncTask.Reason.allCases.map(\.policy) == [.skip, .update, .overwrite])
  }
}
