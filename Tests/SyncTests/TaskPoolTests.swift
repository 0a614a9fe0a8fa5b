import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import Synchronization
import Testing

@Suite struct TaskPoolTests {
  private let bench: SyncBench

  init() throws {
    bench = try SyncBench()
  }

  /// What tasks told, in order.
  private final class Notes: TaskObserver {
    private let notes = Mutex<[String]>([])
    private let whenBegan: @Sendable (SyncTask) -> Void

    init(_ whenBegan: @escaping @Sendable (SyncTask) -> Void = { _ in }) {
      self.whenBegan = whenBegan
    }

    var texts: [String] { notes.withLock(\.self) }

    func began(_ task: SyncTask) {
      notes.withLock { $0.append("began \(task.file.date.day)") }
      whenBegan(task)
    }

    func progressed(_: SyncTask, _: IngestProgress) {}

    func ended(_ outcome: TaskOutcome) {
      let text =
        switch outcome.result {
        case .success(let result): result.status.rawValue
        case .failure(let failure): failure.code
        }
      notes.withLock { $0.append("\(text) \(outcome.task.file.date.day)") }
    }
  }

  private func run(
    _ plan: SyncPlan, atOnce: Int, notes: Notes, cancellation: Cancellation = Cancellation()
  ) -> TaskPool.Ending {
    let runner = TaskRunner(
      plan.header.work, from: bench.source, atOnce: atOnce, takesReplaced: true,
      cancellation: cancellation)
    return TaskPool(
      plan.tasks, with: runner, atOnce: atOnce, cancellation: cancellation, observers: [notes]
    ).run { _ in CapturedLog().logger }
  }

  @Test func `tasks are begun in their order, and every one ends`() throws {
    for day in [2, 3, 4, 5] { try bench.put(at: "2024-01-0\(day).csv") }
    let plan = try bench.plan(bench.request(2, 5))
    let notes = Notes()
    #expect(run(plan, atOnce: 1, notes: notes) == .whole)
    #expect(notes.texts == [2, 3, 4, 5].flatMap { ["began \($0)", "success \($0)"] })
    let again = Notes()
    #expect(run(plan, atOnce: 3, notes: again) == .whole)
    #expect(Set(again.texts) == Set([2, 3, 4, 5].flatMap { ["began \($0)", "skipped \($0)"] }))
    #expect(again.texts.count == 8)
  }

  @Test func `several tasks are at work at once`() throws {
    for day in [2, 3, 4] { try bench.put(at: "2024-01-0\(day).csv") }
    let plan = try bench.plan(bench.request(2, 4))
    // Each waits until all have begun; with fewer threads this test would not end.
    let begun = Monitor(0)
    let notes = Notes { _ in
      begun.withLock { $0 += 1 }
      begun.waitFor { $0 == 3 ? () : nil }
    }
    #expect(run(plan, atOnce: 3, notes: notes) == .whole)
    #expect(notes.texts.count == 6)
  }

  @Test func `a wrong file stops no other`() throws {
    for day in 2...31 {
      let date = try SyncBench.january(day)
      try bench.put(day == 31 ? SyncBench.bars("A") : Array("x\n".utf8), at: "\(date).csv")
    }
    let notes = Notes()
    #expect(run(try bench.plan(bench.request(2, 31)), atOnce: 2, notes: notes) == .whole)
    #expect(notes.texts.count { $0.hasPrefix("missing_column") } == 29)
    #expect(notes.texts.contains("success 31"))
  }

  @Test func `after eight failures that all dates have, no further task is begun`() throws {
    for day in 2...31 { try bench.put(at: "\(try SyncBench.january(day)).csv") }
    let plan = try bench.plan(bench.request(2, 31))
    // A file in the place of the lake.
    try bench.lake.put([], at: "file")
    var broken = plan.header.work
    broken.lake += "/file"
    let cancellation = Cancellation()
    let notes = Notes()
    let ending = TaskPool(
      plan.tasks,
      with: TaskRunner(
        broken, from: bench.source, atOnce: 1, takesReplaced: true, cancellation: cancellation),
      atOnce: 1, cancellation: cancellation, observers: [notes]
    ).run { _ in CapturedLog().logger }
    #expect(ending == .gaveUp(leftCount: 22))
    #expect(notes.texts.count { $0.hasPrefix("io_error") } == 8)
  }

  @Test func `after a request to stop no task is begun`() throws {
    for day in [2, 3, 4] { try bench.put(at: "2024-01-0\(day).csv") }
    let cancellation = Cancellation()
    let notes = Notes { if $0.file.date.day == 3 { cancellation.cancel() } }
    let plan = try bench.plan(bench.request(2, 4))
    #expect(
      run(plan, atOnce: 1, notes: notes, cancellation: cancellation)
        == .interrupted(leftCount: 1))
    #expect(notes.texts == ["began 2", "success 2", "began 3", "io_error 3"])
  }
}
