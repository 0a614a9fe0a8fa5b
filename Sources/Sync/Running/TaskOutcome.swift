package import BarLake
internal import BarLakeDateBatches
package import FlatFiles

/// What became of a task.
package struct TaskOutcome: Sendable {
  package var task: SyncTask
  /// The file that was taken: that of the task, or the version that has replaced it.
  package var file: ListedFile
  package var result: Result<IngestResult, TaskFailure>
  /// Seconds on a monotonic clock.
  package var seconds: Double

  package init(
    task: SyncTask, file: ListedFile, result: Result<IngestResult, TaskFailure>, seconds: Double
  ) {
    self.task = task
    self.file = file
    self.result = result
    self.seconds = seconds
  }
}

/// Why the date of a task was not ingested.
package struct TaskFailure: Error, Equatable, Sendable {
  package var error: IngestError
  /// Why the file did not arrive, if that is the reason.
  package var download: DownloadError?
  /// Whether a request to stop ended the task, so that nothing is wrong with its date.
  package var isInterruption: Bool
  /// Whether the file itself cannot be read.
  package var isOfFile: Bool

  package init(
    error: IngestError, download: DownloadError? = nil, isInterruption: Bool = false,
    isOfFile: Bool = false
  ) {
    self.error = error
    self.download = download
    self.isInterruption = isInterruption
    self.isOfFile = isOfFile
  }

  /// The code of the download, or else of the ingest.
  package var code: String { download?.code.rawValue ?? error.code.rawValue }

  /// What happened and what can be done, for people.
  package var message: String {
    download.map { "\($0.message); \($0.remedy)" } ?? error.message
  }

  /// Whether the same call may succeed later without any change by the user.
  package var mayHelpToRetry: Bool { download?.mayHelpToRetry ?? false }

  /// Whether the same is to be expected of other dates: it lies in neither the file nor the date.
  var concernsAll: Bool {
    switch download?.code {
    case .notPublished, .notYetPublished, .holiday, .forbidden, .objectReplaced, .damaged: false
    case .invalidArgument, .credentials, .clockSkew, .noSuchBucket, .unavailable,
      .connectionFailed, .unexpectedResponse, .ioError, .cancelled, .shutDown:
      true
    case nil: !error.code.isOfContent && !isOfFile && !isInterruption
    }
  }
}

extension TaskFailure: Encodable {
  private enum CodingKeys: String, CodingKey {
    case code, message
    case mayHelpToRetry = "may_help_to_retry"
  }

  /// Encodes the code, what happened and can be done, and whether another attempt may help.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encode(mayHelpToRetry, forKey: .mayHelpToRetry)
  }
}

extension TaskOutcome: Encodable {
  private enum CodingKeys: String, CodingKey {
    case kind, etag
    case elapsedTime = "elapsed_time"
  }

  /// Encodes the keys of an ingest's result, or an error with its code and message, and those of
  /// the task.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch result {
    case .success(let result):
      try result.encode(to: encoder)
      try container.encode("date", forKey: .kind)
    case .failure(let failure):
      try failure.error.encode(to: encoder)
      try container.encode("failed", forKey: .kind)
      try container.encode(seconds, forKey: .elapsedTime)
      try failure.encode(to: encoder)
    }
    try task.encodeName(to: encoder)
    try container.encodeIfPresent(file.etag, forKey: .etag)
  }
}
