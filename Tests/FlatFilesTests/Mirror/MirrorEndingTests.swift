import FlatFiles
import Testing

@Suite struct MirrorEndingTests {
  private static func error(_ code: DownloadError.Code) -> DownloadError {
    DownloadError(code, message: "", remedy: "")
  }

  @Test func `75 is only for errors that all may go away by themselves`() {
    #expect(MirrorEnding([]).exitStatus == 0)
    #expect(
      MirrorEnding([Self.error(.notYetPublished), Self.error(.unavailable)]).exitStatus == 75)
    #expect(MirrorEnding([Self.error(.notYetPublished), Self.error(.forbidden)]).exitStatus == 1)
    #expect(MirrorEnding([Self.error(.holiday)]).exitStatus == 1)
  }
}
