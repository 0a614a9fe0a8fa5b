import FlatFiles
import Testing

@Suite struct ServiceErrorTests {
  private func error(_ text: String) -> ServiceError { ServiceError(Array(text.utf8)) }

  /// Source: Amazon S3 API Reference, "REST error responses".
  @Test func `the code and the message of a service are read`() {
    let error = error(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>NoSuchKey</Code><Message>The resource you requested does not exist</Message>
      <Resource>/mybucket/myfoto.jpg</Resource><RequestId>4442587FB7D0A2F9</RequestId></Error>
      """)
    #expect(error.code == "NoSuchKey")
    #expect(error.message == "The resource you requested does not exist")
  }

  @Test(arguments: ["", "<html><body>502</body></html>", "<Error>"])
  func `any other body says nothing`(_ body: String) {
    #expect(error(body).code == nil && error(body).message == nil)
  }

  @Test func `a message is one line, not long, and gives a terminal no commands`() throws {
    let long = error(
      "<Error><Message>a&#10;\u{9B}\(String(repeating: "x", count: 500))</Message></Error>")
    let message = try #require(long.message)
    #expect(message.hasPrefix("a\\u{a}\\u{9b}xxx"))
    #expect(message.utf8.count < 350)
  }
}
