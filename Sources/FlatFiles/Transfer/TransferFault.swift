/// Why one attempt of a request failed, and what may help.
struct TransferFault: Error {
  enum Kind: Equatable {
    /// The same request may succeed, after the seconds that the service asks for.
    case retry(after: Double?)
    /// As `retry`, with fewer requests at once.
    case slowDown(after: Double?)
    /// The object has another content now.
    case replaced
    /// The range begins behind the object's end.
    case outsideObject
    /// The service refuses the object and does not say why (403 or 404).
    case refused
    /// Nothing helps.
    case final
  }

  var kind: Kind
  /// What to report if nothing helps.
  var error: DownloadError

  /// How long the service asks to wait, in seconds; nil if it does not, or if waiting is no remedy.
  var retryAfter: Double? {
    switch kind {
    case .retry(let seconds), .slowDown(let seconds): seconds
    case .replaced, .outsideObject, .refused, .final: nil
    }
  }

  /// Whether the same request may succeed later.
  var isRetryable: Bool {
    switch kind {
    case .retry, .slowDown: true
    case .replaced, .outsideObject, .refused, .final: false
    }
  }
}
