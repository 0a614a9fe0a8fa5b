package import BarLake
internal import BarLakeBytes

/// Which tasks of a plan a process takes: one in so many, or a single one.
package enum Shard: Equatable, Sendable {
  case all
  /// The task with this number, from 0.
  case index(Int)
  /// Every `count`th task, beginning with the one that has this number, from 0.
  case part(Int, of: Int)

  /// The tasks, in their order.
  ///
  /// - Throws: `invalid_argument` if there is no task with the number.
  package func tasks(of tasks: [SyncTask]) throws(IngestError) -> [SyncTask] {
    switch self {
    case .all: return tasks
    case .index(let index):
      guard tasks.indices.contains(index) else {
        throw .invalidArgument(
          "the index", "\(index)",
          tasks.isEmpty ? "of a task, and the plan has none" : "from 0 to \(tasks.count - 1)")
      }
      return [tasks[index]]
    case .part(let number, let count):
      return stride(from: number, to: tasks.count, by: count).map { tasks[$0] }
    }
  }

  /// Reads `I/N`, the part I of N, from 1 on.
  ///
  /// - Throws: `invalid_argument`.
  package init(text: String) throws(IngestError) {
    let numbers = text.parts(separatedBy: "/").map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let count = numbers[1], count >= 1,
      (1...count).contains(part)
    else {
      throw .invalidArgument("the shard", text, "I/N, the part I of N parts, such as 1/4 or 4/4")
    }
    self = .part(part - 1, of: count)
  }

  /// Reads the variables of a scheduler that runs a program many times; nil if there are none.
  ///
  /// - Parameter count: how many runs there are, for schedulers that do not say it.
  /// - Throws: `invalid_argument` if the variables are of several schedulers, or if one is no
  ///   number, is missing, or lies outside of the others.
  package init?(
    variables: [String: String], count: Int? = nil
  ) throws(IngestError) {
    let set = variables.filter { !$0.value.isEmpty && $0.value != "undefined" }
    let found = Scheduler.all.filter { set[$0.index] != nil }
    guard let scheduler = found.first else { return nil }
    guard found.count == 1 else {
      let names = found.map(\.index).joined(separator: " and ")
      throw IngestError(
        code: .invalidArgument, token: scheduler.index,
        message: "\(names) are variables of several schedulers; choose a part with --index or "
          + "--shard")
    }
    func number(_ name: String) throws(IngestError) -> Int? {
      guard let text = set[name] else { return nil }
      guard let number = Int(text), (0...1_000_000_000).contains(number) else {
        throw .invalidArgument(name, text, "an integer from 0 to 1000000000")
      }
      return number
    }
    let first = try scheduler.first.map { name throws(IngestError) in try number(name) ?? 0 } ?? 0
    let step = try scheduler.step.map { name throws(IngestError) in try number(name) ?? 1 } ?? 1
    let index = try number(scheduler.index) ?? 0
    var total = count
    if total == nil, let name = scheduler.count { total = try number(name) }
    if total == nil, let name = scheduler.last, let last = try number(name), step > 0 {
      total = (last - first) / step + 1
    }
    guard let total else {
      throw IngestError(
        code: .invalidArgument, token: scheduler.index,
        message: "\(scheduler.index) says which part this is, and no variable says of how many: "
          + "give their number with --shards")
    }
    let part = step > 0 ? (index - first) / step : 0
    guard step > 0, total >= 1, index >= first, (0..<total).contains(part) else {
      throw .invalidArgument(
        scheduler.index, "\(index)", "one of \(total) parts, from \(first) on in steps of \(step)")
    }
    self = .part(part, of: total)
  }

  /// The variables of a scheduler.
  private struct Scheduler: Sendable {
    /// Which run this is.
    var index: String
    /// How many runs there are.
    var count: String?
    /// The index of the first run, of the last one, and the distance of two.
    var first: String?
    var last: String?
    var step: String?

    /// Source: the manuals: Slurm, "Job Array Support"; Kubernetes, "Indexed Job", which gives no
    /// number of runs; AWS Batch, "Array jobs"; Grid Engine, qsub(1), option -t.
    static let all = [
      Scheduler(
        index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT",
        first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP"),
      Scheduler(index: "JOB_COMPLETION_INDEX"),
      Scheduler(index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"),
      Scheduler(
        index: "SGE_TASK_ID", first: "SGE_TASK_FIRST", last: "SGE_TASK_LAST",
        step: "SGE_TASK_STEPSIZE"),
    ]
  }
}
