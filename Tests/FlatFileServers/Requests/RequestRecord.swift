internal import Synchronization

/// What came of a request.
package struct RequestRecord: Sendable {
  /// How an answer ended.
  package enum Ending: Sendable {
    /// It is still being sent, or is never to end.
    case open
    /// All that the header announced was sent.
    case whole
    /// The server cut it, as a fault.
    case cut
    /// The client went away.
    case abandoned
  }

  package var request: ReceivedRequest
  package var fault: Fault
  /// How many requests were at work, this one included, when it came.
  package var concurrentCount: Int
  /// The status of the answer.
  package var status: Int?
  /// How many bytes of the body were sent.
  package var sentByteCount = 0
  package var ending = Ending.open
}

/// The requests that a server received, in order.
final class RequestLog: Sendable {
  private struct State {
    var records: [RequestRecord] = []
    var attempts: [String: Int] = [:]
    var openCount = 0
  }

  private let state = Mutex(State())

  var records: [RequestRecord] { state.withLock(\.records) }

  /// Notes a request, and the fault that the plan gives it; returns both.
  func begin(_ request: ReceivedRequest, plan: FaultPlan) -> RequestRecord {
    let place = "\(request.method) \(request.target) \(request.range?.upperBound ?? -1)"
    var request = request
    state.withLock { state in
      request.number = state.records.count
      request.attempt = state.attempts[place, default: 0]
      state.attempts[place] = request.attempt + 1
      state.openCount += 1
      state.records.append(
        RequestRecord(request: request, fault: .none, concurrentCount: state.openCount))
    }
    // A plan may look at the log, or change objects.
    let fault = plan(request)
    return state.withLock { state in
      state.records[request.number].fault = fault
      return state.records[request.number]
    }
  }

  func note(_ request: ReceivedRequest, _ change: (inout RequestRecord) -> Void) {
    state.withLock { change(&$0.records[request.number]) }
  }

  func end(_ request: ReceivedRequest, _ ending: RequestRecord.Ending) {
    state.withLock { state in
      state.openCount -= 1
      state.records[request.number].ending = ending
    }
  }
}
