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

  @Test(arguments: [
    #"{"byte_count":10,"etag":"x","format":2,"good_byte_counts":[0,0,0],"part_byte_count":4,"place":""}"#,
    #"{"byte_count":10,"etag":"x","format":1,"good_byte_counts":[],"part_byte_count":0,"place":""}"#,
    #"{"byte_count":-1,"etag":"x","format":1,"good_byte_counts":[],"part_byte_count":4,"place":""}"#,
    #"{"byte_count":10,"etag":"x","format":1,"good_byte_counts":[0,0,3],"part_byte_count":4,"place":""}"#,
    #"{"byte_count":10,"etag":"x","format":1,"good_byte_counts":[0,-1,0],"part_byte_count":4,"place":""}"#,
    #"{"byte_count":10,"etag":"x","format":1,"good_byte_counts":[0,0],"part_byte_count":4,"place":""}"#,
    "[]",
  ])
  func `a state that cannot be is none`(_ text: String) throws {
    #expect(try DownloadState(file: folder.write(Array(text.utf8), to: "state")) == nil)
  }
}
