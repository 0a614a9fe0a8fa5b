/// How many requests may run at once. The number is halved when the service asks to slow down, and
/// grows by one each time that as many requests have succeeded: additive increase, multiplicative
/// decrease.
package struct ConnectionLimit: Equatable, Sendable {
  /// The most requests at once.
  package let maximum: Int
  private var allowed: Double
  /// The number of decreases so far.
  package private(set) var epoch = 0

  package init(maximum: Int) {
    self.maximum = maximum
    allowed = Double(maximum)
  }

  /// The requests that may run at once now, at least 1.
  package var count: Int { Int(allowed) }

  /// A request has succeeded.
  package mutating func succeeded() {
    allowed = min(Double(maximum), allowed + 1 / allowed)
  }

  /// The service asked to slow down, in answer to a request that began in `epoch`. Requests that
  /// ran at the same time get the same answer, and only the first one decreases the number.
  package mutating func askedToSlowDown(inEpoch epoch: Int) {
    guard epoch == self.epoch else { return }
    self.epoch += 1
    allowed = max(1, allowed / 2)
  }
}
