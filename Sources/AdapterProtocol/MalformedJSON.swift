/// A text that is no JSON, or JSON of another form than was expected.
package struct MalformedJSON: Error, CustomStringConvertible {
  /// What is wrong, and at which member.
  package var description: String

  /// `error` is what a decoder threw.
  package init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      description = "\(error)"
      return
    }
    func place(_ context: DecodingError.Context, _ problem: String) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? problem : "\(path): \(problem)"
    }
    description =
      switch error {
      case .keyNotFound(let key, let context):
        place(context, "the member \"\(key.stringValue)\" is missing")
      case .dataCorrupted(let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context):
        place(context, context.debugDescription)
      @unknown default: "\(error)"
      }
  }
}
