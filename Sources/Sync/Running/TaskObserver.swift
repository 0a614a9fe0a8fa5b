package import BarLake

/// Is told what becomes of tasks, from any thread.
package protocol TaskObserver: Sendable {
  /// The task is begun.
  func began(_ task: SyncTask)
  /// The task is so far; must return at once.
  func progressed(_ task: SyncTask, _ progress: IngestProgress)
  /// The task has ended.
  func ended(_ outcome: TaskOutcome)
}
