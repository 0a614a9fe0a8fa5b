import BarLake
import BarLakeLakePage
import BarLakeTestSupport
import LakeInspection
import Testing

@Suite struct DayFaceTests {
  /// The faces of January 2024, by the letters of their styles; a point for a day without one.
  private static func faces(_ lake: Lake, _ record: SyncRecord? = nil) throws -> String {
    let sync = KnownSync(record)
    return try lake.calendar(until: "2024-01-25").months[0].days
      .map { DayFace($0, sync)?.style ?? "." }.joined()
  }

  @Test func `a day has one face, by what is most important of it`() throws {
    let lake = try Lake.ofEachKind()
    #expect(try Self.faces(lake) == "hdfddc." + "duslm.." + "hmmmm.." + "dddm..." + "...")
  }

  @Test func `what the last sync found changes the faces of days`() throws {
    let lake = try Lake.ofEachKind()
    let record = try SyncRecord.of(
      reissued: ["2024-01-02", "2024-01-03", "2024-01-10", "2024-01-09"],
      notPublished: ["2024-01-12", "2024-01-04"], awaited: ["2024-01-25", "2024-01-26"],
      forbidden: ["2024-01-16"], failed: ["2024-01-17"])
    #expect(
      try Self.faces(lake, record) == "hrrddc." + "durln.." + "hmmmm.." + "dddn..." + "...")
  }

  @Test func `each face has a style and a word of its own`() {
    #expect(Set(DayFace.allCases.map(\.style)).count == DayFace.allCases.count)
    #expect(Set(DayFace.allCases.map(\.word)).count == DayFace.allCases.count)
    #expect(DayFace.allCases.allSatisfy { $0.style.utf8.count == 1 })
  }
}
