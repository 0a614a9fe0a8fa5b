internal import BarLakeBytes

/// What a service says about a request that failed.
///
/// Source: Amazon S3 API Reference, "Error responses", "REST error responses".
package struct ServiceError: Equatable, Sendable {
  /// The service's code, such as `SlowDown`; nil if the body is no such document.
  package var code: String?
  /// The service's message for people, on one line and without commands for a terminal.
  package var message: String?

  /// Bytes of a message that are shown.
  private static let messageByteCount = 300

  /// Reads the body of a response.
  package init(_ body: [UInt8]) {
    guard let document = XMLElement(parsing: body), document.name == "Error" else { return }
    code = document.text(of: "Code").map { $0.escapingControls.shortened(to: 64) }
    message = document.text(of: "Message")
      .map { $0.escapingControls.shortened(to: Self.messageByteCount) }
  }
}
