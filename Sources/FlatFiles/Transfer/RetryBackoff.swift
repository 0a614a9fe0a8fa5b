/// How long to wait before a request is repeated: exponential backoff with full jitter, so that
/// clients that failed together do not come back together.
package struct RetryBackoff: Equatable, Sendable {
  /// The longest wait before the first repetition, in seconds; it doubles with each.
  package var baseSeconds = 0.5
  /// The longest wait of all, in seconds.
  package var limitSeconds = 30.0
  /// The longest wait that a service may ask for, in seconds. A longer one is reported instead.
  package var retryAfterLimitSeconds = 300.0

  package init() {}

  /// The seconds to wait after `failureCount` failures in a row, from 1. `random` is from 0 to 1.
  /// What the service asks for is waited in any case, and the jitter on top of it.
  package func seconds(
    afterFailure failureCount: Int, retryAfter: Double?, random: Double
  ) -> Double {
    let ceiling = min(
      limitSeconds, baseSeconds * Double(sign: .plus, exponent: failureCount - 1, significand: 1))
    return (retryAfter ?? 0) + ceiling * random
  }
}
