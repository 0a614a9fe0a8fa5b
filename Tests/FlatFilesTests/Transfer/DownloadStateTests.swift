import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct DownloadStateTests {
  private let folder: TemporaryFolder
  private let state: DownloadState

  init() throws {
    folder = try TemporaryFolder()
    var state = DownloadState(
      place: "127.0.0.1:1/b/k é", version: ObjectVersion(etag: "\"x\"", byteCount: 10),
      partByteCount: 4)
    state.add(1, at: 4)
    state.add(2, at: 8)
    state.add(2, at: 5)
    self.state = state
  }

  @Test func `what is missing is each part's end, of a part of which nothing came all`() {
    #expect(state.missingRanges == [0..<4, 7..<8])
    #expect(state.goodRanges == [4..<7, 8..<10])
    #expect(state.goodByteCount == 5)
  }

  @Test func `a state is read as it was written, and replaces an earlier one`() throws {
    let path = folder.path("state")
    try DownloadState(place: "", version: state.version, partByteCount: 1).write(to: path)
    try state.write(to: path)
    #expect(try DownloadState(file: path) == state)
    #expect(try FileSystem.names(in: folder.path) == ["state"])
  }

  /// Every text that a killed process can leave begins like a whole one.
  @Test func `a state that was cut off is none`() throws {
    let path = folder.path("state")
    try state.write(to: path)
    let bytes = try FileSystem.read(path)
    #expect(try DownloadState(file: folder.path("missing")) == nil)
    for count in bytes.indices {
      try folder.write(bytes[..<count], to: "cut")
      #expect(try DownloadState(file: folder.path("cut")) == nil)
    }
  }

  private static func text(
    format: Int = 1, byteCount: Int = 10, partByteCount: Int = 4, good: [Int] = [0, 0, 0]
  ) -> String {
    let whole = #"{"byte_count":\#(byteCount),"etag":"x","format":\#(format),"#
    return whole + #""good_byte_counts":\#(good),"part_byte_count":\#(partByteCount),"place":""}"#
  }

  @Test func `a state is what its text says`() throws {
    let read = try DownloadState(file: folder.write(Array(Self.text().utf8), to: "state"))
    #expect(read?.missingRanges == [0..<4, 4..<8, 8..<10])
  }

  @Test(arguments: [
    text(format: 2), text(partByteCount: 0, good: []), text(byteCount: -1, good: []),
    text(good: [0, 0, 3]), text(good: [0, -1, 0]), text(good: [0, 0]), "[]",
    text(byteCount: .max, partByteCount: .max, good: [0]),
    text(byteCount: 10, partByteCount: .max, good: [0]),
  ])
  func `a state that cannot be is none`(_ text: String) throws {
    #expect(try DownloadState(file: folder.write(Array(text.utf8), to: "state")) == nil)
  }
}
