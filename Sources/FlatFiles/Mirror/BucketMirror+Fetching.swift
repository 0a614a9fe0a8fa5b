internal import BarLakeBytes

extension BucketMirror {
  /// Receives what became of an object, from any thread.
  package typealias Completed = @Sendable (MirrorOutcome) -> Void

  /// Fetches what the mirror lacks, several objects at the same time. An error of one does not stop
  /// the others. After the task is cancelled, no further object is begun.
  ///
  /// - Parameters:
  ///   - steps: what is to do; objects that are there are left alone.
  ///   - limit: how many objects are fetched at once, at least 1.
  ///   - progress: receives how far an object is, from any thread; must return at once.
  ///   - completed: receives what became of each object that was begun.
  /// - Returns: the errors, in no particular order.
  package func fetch(
    _ steps: [Step], from bucket: String, with downloader: AsyncS3Downloader, atOnce limit: Int,
    progress: (@Sendable (String, DownloadProgress) -> Void)? = nil, completed: Completed
  ) async -> [DownloadError] {
    var missing = steps.filter { if case .present = $0 { false } else { true } }[...]
    return await withTaskGroup(of: MirrorOutcome.self) { group in
      func begin() {
        guard !Task.isCancelled, let step = missing.popFirst() else { return }
        group.addTask { await outcome(of: step, bucket, downloader, progress) }
      }
      for _ in 0..<limit { begin() }
      var errors: [DownloadError] = []
      for await outcome in group {
        if let error = outcome.error { errors.append(error) }
        completed(outcome)
        begin()
      }
      return errors
    }
  }

  private func outcome(
    of step: Step, _ bucket: String, _ downloader: AsyncS3Downloader,
    _ progress: (@Sendable (String, DownloadProgress) -> Void)?
  ) async -> MirrorOutcome {
    let key = step.key
    let expected: S3Object? = if case .fetch(let object) = step { object } else { nil }
    let start = MonotonicClock.seconds()
    var outcome: MirrorOutcome
    do throws(DownloadError) {
      let file = try await fetch(
        key, expected, from: bucket, with: downloader,
        progress: { progress?(key, $0) })
      outcome = MirrorOutcome(key, .fetched)
      outcome.path = file.path
      outcome.byteCount = file.byteCount
      outcome.etag = file.etag
      outcome.resumedByteCount = file.resumedByteCount
    } catch {
      outcome = MirrorOutcome(key, .error)
      outcome.error = error
    }
    outcome.elapsedTime = MonotonicClock.elapsed(since: start)
    return outcome
  }
}
