import BarLakeBytes
import Foundation
import Testing

@Suite struct SourceRecordTests {
  private static let object = SourceVersion(key: "k", etag: "\"a\"", byteCount: 3)

  private func differs(
    _ record: SourceRecord, _ source: KnownSource, hashing: Bool = true
  ) throws -> Bool? {
    try record.differs(from: source, hashing: hashing)
  }

  @Test func `an object is compared by its length and its tag`() throws {
    let record = SourceRecord(byteCount: 3, sha256: "00", version: Self.object)
    #expect(try differs(record, KnownSource(Self.object)) == false)
    var other = Self.object
    other.etag = "\"b\""
    #expect(try differs(record, KnownSource(other)) == true)
    other = Self.object
    other.byteCount = 4
    #expect(try differs(record, KnownSource(other)) == true)
    // The same object below another key is no other content.
    other = Self.object
    other.key = "l"
    #expect(try differs(record, KnownSource(other)) == false)
  }

  @Test func `without a tag in the record the length of an object decides`() throws {
    let record = SourceRecord(byteCount: 3, sha256: "00")
    #expect(try differs(record, KnownSource(Self.object)) == false)
    let longer = SourceVersion(key: "k", etag: "\"a\"", byteCount: 4)
    #expect(try differs(record, KnownSource(longer)) == true)
  }

  @Test func `bytes are compared by their length, and by their SHA-256 if they may be read`()
    throws
  {
    let abc = KnownSource(byteCount: 3, sha256: "11")
    #expect(try differs(SourceRecord(byteCount: 3, sha256: "11"), abc) == false)
    #expect(try differs(SourceRecord(byteCount: 3, sha256: "22"), abc) == true)
    #expect(try differs(SourceRecord(byteCount: 3, sha256: "22"), abc, hashing: false) == nil)
    #expect(try differs(SourceRecord(byteCount: 4, sha256: "11"), abc, hashing: false) == true)
    // A date that came from an object may be compared with a copy of it.
    let fetched = SourceRecord(byteCount: 3, sha256: "11", version: Self.object)
    #expect(try differs(fetched, abc) == false)
  }

  @Test func `of a pipe only an ingest would show it`() throws {
    #expect(try differs(SourceRecord(byteCount: 3, sha256: "11"), .unknown) == nil)
  }

  @Test func `the JSON has key and tag of an object alone`() throws {
    func json(_ record: SourceRecord) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(record), as: UTF8.self)
    }
    #expect(
      try json(SourceRecord(byteCount: 3, sha256: "11")) == "{\"bytes\":3,\"sha256\":\"11\"}")
    #expect(
      try json(SourceRecord(byteCount: 3, sha256: "11", version: Self.object))
        == #"{"bytes":3,"etag":"\"a\"","key":"k","sha256":"11"}"#)
  }
}
