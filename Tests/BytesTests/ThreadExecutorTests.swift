import BarLakeBytes
import Testing

@Suite struct ThreadExecutorTests {
  @Test func `tasks run in the order in which they become ready, with those that they start`()
    async throws
  {
    let executor = try #require(ThreadExecutor.ofProcess)
    let sum = await Task(executorPreference: executor) {
      await withTaskGroup(of: Int.self) { group in
        for number in 1...100 {
          group.addTask {
            await Task.yield()
            return number
          }
        }
        return await group.reduce(0, +)
      }
    }.value
    #expect(sum == 5_050)
  }

  @Test func `work that blocks has a thread of its own, and its error is thrown`() async throws {
    #expect(try await Workers.blocking { () throws(SystemError) in 42 } == 42)
    let missing = SystemError(operation: "open", path: "nowhere", number: SystemError.notFound)
    await #expect(throws: missing) {
      try await Workers.blocking { () throws(SystemError) in throw missing }
    }
  }
}
