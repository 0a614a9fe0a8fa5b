import FlatFiles
import Foundation
import Testing

@Suite struct MirrorOutcomeTests {
  private static func json(_ outcome: MirrorOutcome) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(outcome))
    let values = try #require(object as? [String: Any])
    return values.mapValues { "\($0)" }
  }

  @Test func `a file has its size and tag, an error its code and remedy`() throws {
    var fetched = MirrorOutcome("k", .fetched)
    fetched.byteCount = 5
    fetched.etag = "\"e\""
    fetched.path = "raw/k"
    #expect(
      try Self.json(fetched)
        == ["key": "k", "status": "fetched", "byte_count": "5", "etag": "\"e\"", "path": "raw/k"])
    var failed = MirrorOutcome("k", .error)
    failed.error = DownloadError(.unavailable, message: "m", remedy: "r")
    let json = try Self.json(failed)
    #expect(json["code"] == "unavailable" && json["message"] == "m" && json["remedy"] == "r")
    #expect(json["status"] == "error" && json["may_help_to_retry"] != nil && json.count == 6)
    #expect(try Self.json(MirrorOutcome("k", .wouldFetch))["status"] == "would_fetch")
  }
}
