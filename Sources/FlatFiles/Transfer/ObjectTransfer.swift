internal import Synchronization

/// Fetches one object into a sink, by several requests at once.
struct ObjectTransfer: Sendable {
  private let transport: S3Transport
  private let requests: ObjectRequests
  private let sink: any ObjectSink
  /// The only version to fetch; nil for whichever is there.
  private let expected: ObjectVersion?

  init(
    _ place: ObjectPlace, expecting expected: ObjectVersion? = nil,
    through transport: S3Transport, into sink: any ObjectSink
  ) {
    self.transport = transport
    self.expected = expected
    requests = ObjectRequests(transport: transport, place: place)
    self.sink = sink
  }

  /// Fetches the object and returns its version. Begins anew if the object is replaced meanwhile.
  ///
  /// - Throws: `TransferFault`, what the sink throws, or `CancellationError`.
  func run() async throws -> ObjectVersion {
    var restartCount = 0
    while true {
      do {
        return try await fetch()
      } catch let fault as TransferFault where fault.kind == .replaced {
        guard restartCount < transport.options.maxRetries else { throw fault }
        restartCount += 1
        transport.count { $0.retryCount += 1 }
        try await sink.restart(because: fault)
      }
    }
  }

  private func fetch() async throws -> ObjectVersion {
    if let resumed = try await sink.resumption() {
      do {
        return try await resume(resumed)
      } catch let fault as TransferFault where fault.kind == .replaced {
        try await sink.restart(because: fault)
      }
    }
    let first = try await openFirst()
    do {
      try requests.check(first.version, against: expected)
    } catch let fault as TransferFault {
      // Nobody asked for another version, so there is nothing to begin anew.
      throw TransferFault(kind: .final, error: fault.error)
    }
    let parts = try await sink.begin(first.version, isWhole: first.isWhole)
    try await fetch(parts, of: first.version, first: first, isWhole: first.isWhole)
    return first.version
  }

  /// Fetches what an earlier run has left to do.
  private func resume(_ resumed: ObjectVersion) async throws -> ObjectVersion {
    let parts = try await sink.begin(resumed, isWhole: false)
    if parts.isEmpty {
      try await repeating { try await requests.check(resumed) }
    } else {
      try await fetch(parts, of: resumed, first: nil, isWhole: false)
    }
    return resumed
  }

  /// Opens the first part of an object of which nothing is known.
  private func openFirst() async throws -> ObjectResponse {
    try await repeating {
      do {
        return try await requests.open(0..<sink.partByteCount, of: nil)
      } catch let fault as TransferFault where fault.kind == .outsideObject {
        return try await requests.openWhole(of: nil)
      }
    }
  }

  private func fetch(
    _ parts: [Range<Int>], of version: ObjectVersion, first: ObjectResponse?, isWhole: Bool
  ) async throws {
    let numbers = PartNumbers()
    try await withThrowingTaskGroup { group in
      for _ in 0..<min(parts.count, transport.options.maxRequestCount) {
        group.addTask {
          while true {
            let index = numbers.next()
            guard index < parts.count else { return }
            try await self.fetch(
              parts[index], of: version, opened: index == 0 ? first : nil, isWhole: isWhole)
          }
        }
      }
      for try await _ in group {}
    }
  }

  /// The numbers of parts, each given once, in order.
  private final class PartNumbers: Sendable {
    private let given = Atomic(0)

    func next() -> Int { given.add(1, ordering: .relaxed).oldValue }
  }

  /// Fetches one part, from the last good byte on after each failure.
  private func fetch(
    _ part: Range<Int>, of version: ObjectVersion, opened: ObjectResponse?, isWhole: Bool
  ) async throws {
    var opened = opened
    var position = part.lowerBound
    var budget = RetryBudget(of: transport)
    while position < part.upperBound {
      let start = position
      // A whole object has no part that fits, so there is room for its next bytes at least before
      // a connection is opened, which would be idle otherwise.
      try await sink.prepare(
        for: isWhole ? position..<min(position + sink.partByteCount, part.upperBound) : part)
      do {
        let response: ObjectResponse
        if let first = opened {
          opened = nil
          response = first
        } else {
          response =
            isWhole
            ? try await requests.openWhole(of: version)
            : try await requests.open(position..<part.upperBound, of: version)
        }
        try await receive(response, upTo: part.upperBound, position: &position)
      } catch let fault as TransferFault {
        if position - start >= Self.progressByteCount { budget.reset() }
        try await budget.wait(after: try await judged(fault))
      }
    }
    try await sink.complete(part)
  }

  /// Bytes after which a failure counts as the first one again.
  private static let progressByteCount = 16_384

  /// Writes the body from `position` on, and moves that.
  private func receive(
    _ opened: ObjectResponse, upTo end: Int, position: inout Int
  ) async throws {
    var place = opened.range.lowerBound
    do {
      try await opened.response.read { bytes in
        // Of a whole object that is sent again, the bytes before are known.
        let known = min(max(0, position - place), bytes.count)
        place += bytes.count
        guard place <= end else {
          throw requests.retryable("the answer is longer than it announces")
        }
        if known < bytes.count {
          do {
            try await sink.write(known == 0 ? bytes : Array(bytes[known...]), at: position)
          } catch {
            throw SinkFailure(reason: error)
          }
          position = place
        }
      }
    } catch let failure as SinkFailure {
      throw failure.reason
    } catch {
      throw try transport.fault(error, at: requests.place)
    }
    if position < end {
      throw requests.retryable("the answer ended at byte \(position), before byte \(end)")
    }
  }

  /// A failure of the sink, which is none of the connection.
  private struct SinkFailure: Error {
    var reason: any Error
  }

  /// Repeats `body` after faults that this may help against.
  private func repeating<Result>(_ body: () async throws -> Result) async throws -> Result {
    var budget = RetryBudget(of: transport)
    while true {
      do {
        return try await body()
      } catch let fault as TransferFault {
        try await budget.wait(after: try await judged(fault))
      }
    }
  }

  /// The fault, with what the listing says about a refusal.
  private func judged(_ fault: TransferFault) async throws -> TransferFault {
    guard fault.kind == .refused else { return fault }
    return try await RefusalJudge(transport: transport, place: requests.place).judge(fault)
  }
}
