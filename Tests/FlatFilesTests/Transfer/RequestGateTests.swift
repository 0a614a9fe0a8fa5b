import BarLakeBytes
import FlatFiles
import Testing

@Suite struct RequestGateTests {
  @Test func `no more requests run than are allowed, and all of them run`() async throws {
    let gate = RequestGate(maximum: 3)
    let counts = Monitor((active: 0, most: 0, done: 0))
    try await withThrowingTaskGroup { group in
      for _ in 0..<50 {
        group.addTask {
          let permit = try await gate.enter()
          counts.withLock { counts in
            counts.active += 1
            counts.most = max(counts.most, counts.active)
          }
          await Task.yield()
          counts.withLock { counts in
            counts.active -= 1
            counts.done += 1
          }
          permit.release(.success)
        }
      }
      for try await _ in group {}
    }
    let (active, most, done) = counts.withLock { $0 }
    #expect(active == 0 && most <= 3 && done == 50)
  }

  @Test func `a permit that is dropped is given back, and only once`() async throws {
    let gate = RequestGate(maximum: 1)
    for _ in 0..<3 { _ = try await gate.enter() }
    let permit = try await gate.enter()
    permit.release(.slowDown)
    permit.release(.slowDown)
    #expect(gate.limit == 1)
    _ = try await gate.enter()
  }

  @Test func `one who waits can be cancelled, and does not block those behind`() async throws {
    let gate = RequestGate(maximum: 1)
    let permit = try await gate.enter()
    let waiting = Task { try await gate.enter() }
    let behind = Task { try await gate.enter() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    permit.release(.other)
    _ = try await behind.value
  }

  @Test func `a cancelled task does not enter`() async {
    let gate = RequestGate(maximum: 1)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await gate.enter()
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `fewer requests run after one was asked to slow down`() async throws {
    let gate = RequestGate(maximum: 4)
    let permits = [try await gate.enter(), try await gate.enter(), try await gate.enter()]
    for permit in permits { permit.release(.slowDown) }
    #expect(gate.limit == 2)
  }
}
