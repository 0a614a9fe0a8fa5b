package import BarLake
package import BarLakeBytes
internal import FlatFiles
internal import LakeInspection
internal import Synchronization

/// Appends what becomes of tasks to a file, as lines of JSON: `started`, `progress` at least every
/// ten seconds, and `committed` or `failed`. Several processes may write to one file.
///
/// Source: `docs/flat-files.md`, FLAT-11.
package final class TaskEvents: TaskObserver {
  private struct State: Sendable {
    /// How far the tasks are that run, by their ids.
    var running: [ExactText: Running] = [:]
    var error: SystemError?
  }

  private struct Running: Sendable {
    var task: SyncTask
    /// Nil before the first bytes are read.
    var progress: IngestProgress?
  }

  private let file: AppendedFile
  private let state = Mutex(State())
  /// The time, in seconds since the start of 1970.
  private let now: @Sendable () -> Int

  /// How often the progress is written.
  private static let interval = Duration.seconds(5)

  /// - Throws: `io_error` if the file cannot be opened.
  package convenience init(path: String) throws(IngestError) {
    try self.init(path: path) { UTCTime.secondsSinceEpoch }
  }

  package init(path: String, now: @escaping @Sendable () -> Int) throws(IngestError) {
    self.now = now
    do {
      file = try AppendedFile(path)
    } catch {
      throw .io(error, root: "")
    }
  }

  /// Why an event could not be written; the first such error.
  package var error: SystemError? { state.withLock(\.error) }

  package func began(_ task: SyncTask) {
    state.withLock { $0.running[ExactText(task.id)] = Running(task: task) }
    write(TaskEvent(.started, of: task, at: now()))
  }

  package func progressed(_ task: SyncTask, _ progress: IngestProgress) {
    state.withLock { $0.running[ExactText(task.id)]?.progress = progress }
  }

  package func ended(_ outcome: TaskOutcome) {
    state.withLock { $0.running[ExactText(outcome.task.id)] = nil }
    let kind: TaskEvent.Kind =
      switch outcome.result {
      case .success: .committed
      case .failure: .failed
      }
    var event = TaskEvent(kind, of: outcome.task, at: now())
    event.outcome = outcome
    write(event)
  }

  /// Writes how far each task is that runs.
  package func writeProgress() {
    for running in state.withLock({ Array($0.running.values) }) {
      var event = TaskEvent(.progress, of: running.task, at: now())
      event.progress = TaskEvent.Progress(running.progress)
      write(event)
    }
  }

  /// Calls `body`, and writes the progress every few seconds meanwhile.
  package func reporting<Result>(_ body: () -> Result) -> Result {
    let reports = Task { [self] in
      while true {
        do {
          try await Task.sleep(for: Self.interval)
        } catch {
          return
        }
        writeProgress()
      }
    }
    defer { reports.cancel() }
    return body()
  }

  private func write(_ event: TaskEvent) {
    do throws(SystemError) {
      try file.append(line: JSON.lineBytes(event))
    } catch {
      state.withLock { $0.error = $0.error ?? error }
    }
  }
}

/// A line of the events of tasks.
struct TaskEvent: Sendable {
  enum Kind: String, Encodable {
    case started, progress, committed, failed
  }

  private let kind: Kind
  private let task: SyncTask
  private let time: Int
  var progress: Progress?
  var outcome: TaskOutcome?

  /// How far a task is.
  struct Progress: Sendable {
    let phase: String
    let sourceByteCount: Int
    let rowCount: Int

    /// - Parameter progress: nil before the first bytes are read.
    init(_ progress: IngestProgress?) {
      phase = (progress?.phase ?? .reading).name
      sourceByteCount = progress?.sourceByteCount ?? 0
      rowCount = progress?.rowCount ?? 0
    }
  }

  init(_ kind: Kind, of task: SyncTask, at time: Int) {
    self.kind = kind
    self.task = task
    self.time = time
  }
}

extension TaskEvent: Encodable {
  private enum CodingKeys: String, CodingKey {
    case event, time, phase, rows, bytes, status, reason, seconds
    case sourceBytes = "source_bytes"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .event)
    try container.encode(UTCTime.text(secondsSinceEpoch: time), forKey: .time)
    try task.encodeName(to: encoder)
    if let progress {
      try container.encode(progress.phase, forKey: .phase)
      try container.encode(progress.sourceByteCount, forKey: .sourceBytes)
      try container.encode(progress.rowCount, forKey: .rows)
    }
    guard let outcome else { return }
    try container.encode(outcome.seconds, forKey: .seconds)
    switch outcome.result {
    case .success(let result):
      try container.encode(result.status, forKey: .status)
      try container.encodeIfPresent(result.reason, forKey: .reason)
      try container.encode(result.records, forKey: .rows)
      try container.encode(Int(result.fileSizeMB * 1_048_576), forKey: .bytes)
    case .failure(let failure): try failure.encode(to: encoder)
    }
  }
}

extension IngestProgress.Phase {
  fileprivate var name: String {
    switch self {
    case .reading: "reading"
    case .writing: "writing"
    case .publishing: "publishing"
    }
  }
}
