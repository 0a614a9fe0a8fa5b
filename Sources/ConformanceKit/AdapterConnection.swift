package import BarLakeAdapterProtocol
internal import BarLakeBytes

/// The other side of the protocol: an adapter in its own process, or code of this process.
package protocol AdapterConnection: AnyObject {
  /// Sends one request and returns the outcome in the reply. Throws if no valid reply comes; the
  /// connection cannot be used any more then.
  func outcome(of operation: Request.Operation) throws(Breakdown) -> Reply.Outcome
}

/// Why there is no valid reply.
package struct Breakdown: Error, Equatable, Sendable {
  package enum Kind: String, Sendable {
    /// The process ended.
    case crash
    /// No reply came before the deadline.
    case timeout
    /// The line that came is not a reply to the request.
    case `protocol`
  }

  package var kind: Kind
  /// What happened, for people. What an adapter sent in it is cut.
  package var problem: String

  package init(_ kind: Kind, _ problem: String) {
    self.kind = kind
    self.problem = problem.shortened(to: 1000)
  }
}
