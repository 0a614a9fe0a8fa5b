package import BarLakeAdapterProtocol

/// Who answers the requests of a case: an adapter in a process of its own, or code of this process.
package protocol AdapterConnection: AnyObject {
  /// Puts one request and returns what the reply says. Throws where there is no reply that can be
  /// understood; the connection is of no use then.
  func outcome(of operation: Request.Operation) throws(Breakdown) -> Reply.Outcome
}

/// Why an adapter gave no reply that can be understood.
package struct Breakdown: Error, Equatable, Sendable {
  package enum Kind: String, Sendable {
    /// The process ended.
    case crash
    /// No reply came in time.
    case timeout
    /// What came is no reply to the request.
    case `protocol`
  }

  package var kind: Kind
  /// What happened, for people.
  package var problem: String

  package init(_ kind: Kind, _ problem: String) {
    self.kind = kind
    self.problem = problem
  }
}
