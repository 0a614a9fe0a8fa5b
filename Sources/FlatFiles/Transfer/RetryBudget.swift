/// The failures in a row of one request.
struct RetryBudget {
  private let transport: S3Transport
  private var failureCount = 0

  init(of transport: S3Transport) {
    self.transport = transport
  }

  /// The request has made progress, so earlier failures do not count.
  mutating func reset() { failureCount = 0 }

  /// Waits until the request may be repeated.
  ///
  /// - Throws: `fault` if repeating does not help, if it was repeated often enough, or if the
  ///   service asks to wait too long.
  mutating func wait(after fault: TransferFault) async throws {
    let options = transport.options
    guard fault.isRetryable else { throw fault }
    guard failureCount < options.maxRetries else {
      throw fault.ended("after \(failureCount + 1) attempts")
    }
    if let asked = fault.retryAfter, asked > options.backoff.retryAfterLimitSeconds {
      throw fault.ended("and asked to come back in \(Int(asked)) seconds")
    }
    failureCount += 1
    transport.count { $0.retryCount += 1 }
    try await transport.sleep(
      seconds: options.backoff.seconds(
        afterFailure: failureCount, retryAfter: fault.retryAfter, random: options.random()))
  }
}

extension TransferFault {
  /// The fault as what ends a request, with a remark on why no further attempt is made.
  fileprivate func ended(_ remark: String) -> TransferFault {
    var error = error
    error.message += ", \(remark)"
    return TransferFault(kind: .final, error: error)
  }
}
