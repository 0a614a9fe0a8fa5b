import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct MirrorRecordTests {
  private let folder: TemporaryFolder
  private var file: String { folder.path("raw/\(MirrorRecord.fileName)") }
  private var record: MirrorRecord { MirrorRecord(root: folder.path("raw")) }

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func entry(_ key: String, _ etag: String = "\"e\"") -> MirrorRecord.Entry {
    MirrorRecord.Entry(key: key, etag: etag, byteCount: 7)
  }

  @Test func `the last entry of a key counts`() throws {
    #expect(try record.entries().isEmpty)
    for entry in [Self.entry("a"), Self.entry("b"), Self.entry("a", "\"f\"")] {
      try record.append(entry)
    }
    #expect(
      try record.entries()
        == [ExactText("a"): Self.entry("a", "\"f\""), ExactText("b"): Self.entry("b")])
    #expect(try FileSystem.names(in: folder.path("raw")) == [MirrorRecord.fileName])
  }

  @Test func `a line that a killed process has not finished counts for nothing`() throws {
    try record.append(Self.entry("a"))
    let whole = try FileSystem.read(file)
    try record.append(Self.entry("b"))
    let both = try FileSystem.read(file)
    for end in whole.count..<both.count {
      try FileSystem.write(Array(both[..<end]), to: file)
      #expect(try record.entries() == [ExactText("a"): Self.entry("a")], "\(end)")
      try record.append(Self.entry("c"))
      #expect(try record.entries()[ExactText("c")] == Self.entry("c"))
      #expect(try record.entries().count == 2)
    }
  }

  @Test func `entries of several at once are all kept`() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<25 { try record.append(Self.entry("\(writer)-\(number)")) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try record.entries().count == 100)
  }
}
