import BarLakeBytes
import BarLakeTestSupport
import FlatFiles
import Testing

@Suite struct DownloadStateTests {
  private let folder: TemporaryFolder
  private let state = DownloadState(
    place: "127.0.0.1:1/b/k é", version: ObjectVersion(etag: "\"x\"", byteCount: 10),
    partByteCount: 4, wholeParts: [1, 2])

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `missing parts are those that are not whole`() {
    #expect(state.missingParts == [0..<4])
    #expect(state.wholeByteCount == 6)
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
    #"{"byte_count":10,"etag":"x","format":2,"part_byte_count":4,"place":"","whole_parts":[]}"#,
    #"{"byte_count":10,"etag":"x","format":1,"part_byte_count":0,"place":"","whole_parts":[]}"#,
    #"{"byte_count":-1,"etag":"x","format":1,"part_byte_count":4,"place":"","whole_parts":[]}"#,
    #"{"byte_count":10,"etag":"x","format":1,"part_byte_count":4,"place":"","whole_parts":[3]}"#,
    #"{"byte_count":10,"etag":"x","format":1,"part_byte_count":4,"place":"","whole_parts":[-1]}"#,
    "[]",
  ])
  func `a state that cannot be is none`(_ text: String) throws {
    #expect(try DownloadState(file: folder.write(Array(text.utf8), to: "state")) == nil)
  }
}
