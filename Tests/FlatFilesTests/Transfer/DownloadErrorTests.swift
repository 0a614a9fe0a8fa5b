import FlatFiles
import Testing

@Suite struct DownloadErrorTests {
  @Test func `a retry may help against what passes by itself`() {
    let passing = DownloadError.Code.allCases.filter {
      DownloadError($0, message: "", remedy: "").mayHelpToRetry
    }
    #expect(
      passing == [.notYetPublished, .unavailable, .connectionFailed, .objectReplaced, .cancelled])
  }

  @Test func `an error is one line with its code, what happened and what can be done`() {
    let error = DownloadError(.damaged, bucket: "b", key: "k", message: "b/k: bad", remedy: "wait")
    #expect("\(error)" == "damaged: b/k: bad; wait")
  }
}
