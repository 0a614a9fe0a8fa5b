package import BarLake
package import BarLakeBytes
internal import BarLakeCommandSupport
internal import FlatFiles
package import Logging
internal import Synchronization

/// Ingests the dates of tasks, each by an ingestor of its own.
///
/// An object is not stored: the ingest reads it while it arrives, under the lock of its date. So a
/// date that is done meanwhile, by whomever, is not fetched, and nothing is left of a process that
/// dies.
package struct TaskRunner: Sendable {
  private var work: SyncWork
  private let source: FlatFileSource
  private let cancellation: Cancellation
  /// Whether an object that was replaced since it was listed is listed anew.
  private let takesReplaced: Bool

  /// How often an object may be replaced while its date is ingested.
  private static let attemptCount = 4

  /// - Parameters:
  ///   - atOnce: how many tasks run at once, which share the processors.
  ///   - takesReplaced: whether an object that was replaced since it was listed is listed anew.
  package init(
    _ work: SyncWork, from source: FlatFileSource, atOnce: Int, takesReplaced: Bool,
    cancellation: Cancellation
  ) {
    self.work = work
    if work.config["threads"] == nil {
      self.work.config["threads"] = .int(max(1, Workers.processorCount / max(atOnce, 1)))
    }
    self.source = source
    self.takesReplaced = takesReplaced
    self.cancellation = cancellation
  }

  /// Ingests the date of a task, or skips it.
  ///
  /// - Parameters:
  ///   - logger: receives the ingestor's warnings.
  ///   - progress: receives the progress, from any thread.
  package func run(
    _ task: SyncTask, logger: Logger,
    progress: @escaping @Sendable (IngestProgress) -> Void
  ) -> TaskOutcome {
    let start = MonotonicClock.seconds()
    var file = task.file
    var result = ingest(file, task.reason.policy, logger, progress)
    for _ in 1..<Self.attemptCount where takesReplaced {
      guard case .failure(let failure) = result, failure.download?.code == .objectReplaced,
        let current = current(file)
      else { break }
      file = current
      result = ingest(file, task.reason.policy, logger, progress)
    }
    return TaskOutcome(
      task: task, file: file, result: result, seconds: MonotonicClock.elapsed(since: start))
  }

  /// The file as its source has it now; nil if that is not known or it has none.
  private func current(_ file: ListedFile) -> ListedFile? {
    guard case .bucket(let source) = source else { return nil }
    return AsyncWork.wait(cancellation) { try? await source.current(file) }
  }

  private func ingest(
    _ file: ListedFile, _ policy: ExistingFilePolicy, _ logger: Logger,
    _ progress: @escaping @Sendable (IngestProgress) -> Void
  ) -> Result<IngestResult, TaskFailure> {
    let failed = LastFailure()
    do throws(IngestError) {
      var config = work.config
      config["on_existing"] = .string(policy.rawValue)
      let context = try IngestContext(
        dataType: file.dataType.rawValue, outputRoot: work.lake, config: config,
        logger: logger, cancellation: cancellation, progress: progress)
      let date = file.date.description
      let data = bytes(of: file, failed)
      switch work.engine {
      case .streaming:
        return .success(
          try StreamingIngestor(context: context)
            .ingestDate(date, data: data, symbols: work.symbols))
      case .polars:
        return .success(
          try PolarsIngestor(context: context).ingestDate(date, data: data, symbols: work.symbols))
      case .lazy:
        return .success(
          try PolarsIngestor(context: context).ingestLazy(date, data: data, symbols: work.symbols))
      }
    } catch {
      let isInput = error.code == .ioError
      if isInput, cancellation.isCancelled {
        return .failure(TaskFailure(error: error, isInterruption: true))
      }
      return .failure(
        TaskFailure(
          error: error, download: isInput ? failed.error : nil,
          isOfFile: isInput && !isReadable(file)))
    }
  }

  /// Whether a file of a folder is there and may be read; an object says why it does not arrive.
  private func isReadable(_ file: ListedFile) -> Bool {
    guard case .folder(let source) = source else { return true }
    return (try? KnownSource(.file(source.path(of: file.key)))) != nil
  }

  private func bytes(of file: ListedFile, _ failed: LastFailure) -> ByteSource {
    switch source {
    case .folder(let source): return .file(source.path(of: file.key))
    case .bucket(let source):
      let object = S3Object(key: file.key, byteCount: file.byteCount, etag: file.etag ?? "")
      return source.downloader.stream(source.place.bucket, object: object) { failed.note($0) }
    }
  }

  /// Why a transfer failed, which is known before the error of the ingest. That it was cancelled is
  /// no reason: so it ends if the ingest has failed.
  private final class LastFailure: Sendable {
    private let state = Mutex<DownloadError?>(nil)

    var error: DownloadError? { state.withLock(\.self) }

    func note(_ error: DownloadError) {
      if error.code != .cancelled { state.withLock { $0 = $0 ?? error } }
    }
  }
}
