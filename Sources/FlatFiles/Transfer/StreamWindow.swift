internal import BarLakeBytes

/// The bytes of a stream between the transfer, which delivers them part by part, and the reader,
/// which takes them in order. At most `byteCount` bytes are inside or asked for.
final class StreamWindow: ObjectSink {
  private struct State {
    /// Bytes that arrived and were not taken yet, by their offset.
    var arrived: [Int: [UInt8]] = [:]
    /// Bytes that were taken.
    var takenCount = 0
    /// What the object is, once it is known.
    var version: ObjectVersion?
    /// Whether the bytes come as one part, which may be longer than the window.
    var isWhole = false
    var failure: ByteStreamError?
    var waiters: [Waiter] = []

    /// Those for which there is room now.
    mutating func admitted(byteCount: Int) -> [Waiter] {
      let limit = takenCount + byteCount
      defer { waiters.removeAll { $0.end <= limit } }
      return waiters.filter { $0.end <= limit }
    }
  }

  /// A transfer that waits until there is room up to `end`.
  private struct Waiter: Sendable {
    var end: Int
    var turn: FirstResult<Void>
  }

  private struct Taken: Sendable {
    var bytes: Result<[UInt8], ByteStreamError>
    var admitted: [Waiter] = []
  }

  private let state = Monitor(State())
  private let byteCount: Int
  let partByteCount: Int

  init(byteCount: Int, partByteCount: Int) {
    precondition(partByteCount <= byteCount, "a part must fit into the window")
    self.byteCount = byteCount
    self.partByteCount = partByteCount
  }

  // MARK: The reader

  /// Waits for the next bytes and returns at most `limit` of them; none at the end.
  ///
  /// - Throws: the failure of the transfer, or any error once `cancellation` is requested.
  func take(upTo limit: Int, cancellation: Cancellation?) throws(ByteStreamError) -> [UInt8] {
    let byteCount = byteCount
    let taken = state.waitFor { state -> Taken? in
      if let failure = state.failure { return Taken(bytes: .failure(failure)) }
      if cancellation?.isCancelled == true {
        return Taken(bytes: .failure(ByteStreamError(message: "interrupted")))
      }
      if var bytes = state.arrived.removeValue(forKey: state.takenCount) {
        if bytes.count > limit {
          state.arrived[state.takenCount + limit] = Array(bytes[limit...])
          bytes.removeLast(bytes.count - limit)
        }
        state.takenCount += bytes.count
        return Taken(bytes: .success(bytes), admitted: state.admitted(byteCount: byteCount))
      }
      return state.takenCount == state.version?.byteCount ? Taken(bytes: .success([])) : nil
    }
    for waiter in taken.admitted { waiter.turn.set(.success(())) }
    return try taken.bytes.get()
  }

  /// The version of the object that was read; nil before its first byte came.
  var version: ObjectVersion? { state.withLock(\.version) }

  /// Wakes the reader, which then notices a cancellation.
  func wake() { state.withLock { _ in } }

  // MARK: The transfer

  /// Ends the stream with an error.
  func fail(_ error: ByteStreamError) { state.withLock { $0.failure = error } }

  func resumption() -> ObjectVersion? { nil }

  func begin(_ version: ObjectVersion, isWhole: Bool) -> [Range<Int>] {
    state.withLock { state in
      state.version = version
      state.isWhole = isWhole
    }
    return version.parts(of: isWhole ? max(version.byteCount, 1) : partByteCount)
  }

  func prepare(for part: Range<Int>) async throws { try await waitForRoom(upTo: part.upperBound) }

  func write(_ bytes: [UInt8], at offset: Int) async throws {
    if state.withLock({ $0.isWhole }) {
      try await waitForRoom(upTo: offset + min(bytes.count, byteCount))
    }
    state.withLock { $0.arrived[offset] = bytes }
  }

  func complete(_: Range<Int>) {}

  func restart(because fault: TransferFault) throws {
    let isUntouched = state.withLock { state in
      state.arrived = [:]
      return state.takenCount == 0
    }
    if !isUntouched { throw TransferFault(kind: .final, error: fault.error) }
  }

  private func waitForRoom(upTo end: Int) async throws {
    try Task.checkCancellation()
    let (byteCount, turn) = (byteCount, FirstResult<Void>())
    let admitted = state.withLock { state in
      state.waiters.append(Waiter(end: end, turn: turn))
      return state.admitted(byteCount: byteCount)
    }
    for waiter in admitted { waiter.turn.set(.success(())) }
    try await turn.value {
      self.state.withLock { $0.waiters.removeFirst { $0.turn === turn } }
    }
  }
}
