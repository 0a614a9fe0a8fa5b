internal import BarLakeBytes
internal import Synchronization

/// A file that is written beside its final name, and can be continued by another process. One
/// process at a time writes it.
///
/// The names beside `NAME` are `.NAME.partial` for the content, `.NAME.partial.json` for the state,
/// and `.NAME.lock`.
final class FileSink: ObjectSink {
  let partByteCount: Int
  private let place: String
  private let path: String
  private let progress: (@Sendable (DownloadProgress) -> Void)?

  private struct Work {
    var state: DownloadState?
    var file: PartialFile?
    var progress = DownloadProgress(byteCount: 0, resumedByteCount: 0, totalByteCount: 0)
    /// Whether the service gives ranges. What came without them cannot be continued.
    var isResumable = true
    /// Bytes that arrived since the state was recorded.
    var unrecordedByteCount = 0
  }

  private let work = Mutex(Work())
  /// Held while the state is written, so that an older one never replaces a newer one.
  private let recording = Mutex(())

  /// A sink for the object `place`, which names its service, too.
  init(
    _ path: String, of place: String, partByteCount: Int,
    progress: (@Sendable (DownloadProgress) -> Void)?
  ) {
    self.path = path
    self.place = place
    self.partByteCount = partByteCount
    self.progress = progress
  }

  // MARK: Names

  private func hidden(_ suffix: String) -> String {
    let name = path.parts(separatedBy: "/").last ?? path
    return "\(FileSystem.parent(of: path))/.\(name)\(suffix)"
  }

  private var partialPath: String { hidden(".partial") }
  private var statePath: String { hidden(".partial.json") }
  var lockPath: String { hidden(".lock") }

  /// Makes the folder of the file.
  ///
  /// - Throws: `SystemError`, also if the final name is that of a folder.
  func prepareFolder() throws(SystemError) {
    try FileSystem.createDirectories(FileSystem.parent(of: path))
    if try FileSystem.status(path)?.kind == .directory {
      throw SystemError(operation: "rename", path: path, number: SystemError.isADirectory)
    }
  }

  // MARK: The sink

  func resumption() async throws -> ObjectVersion? {
    let found = try await Workers.blocking { () throws(SystemError) in try self.foundState() }
    return found?.version
  }

  /// The state of an earlier run, if its file is there and it is of this object.
  private func foundState() throws(SystemError) -> DownloadState? {
    guard let state = try DownloadState(file: statePath), state.place.isSame(as: place),
      let status = try FileSystem.statusOfEntry(partialPath), status.kind == .regular
    else { return nil }
    // A file that is shorter than what it should have is not the one that the state describes.
    return status.byteCount >= state.goodRanges.last?.upperBound ?? 0 ? state : nil
  }

  func begin(_ version: ObjectVersion, isWhole: Bool) async throws -> [Range<Int>] {
    try await Workers.blocking { () throws(SystemError) in
      let state: DownloadState
      if !isWhole, let found = try self.foundState(), found.version == version {
        state = found
      } else {
        try self.discard()
        state = DownloadState(
          place: self.place, version: version,
          partByteCount: isWhole ? max(version.byteCount, 1) : self.partByteCount)
      }
      let file = try PartialFile(self.partialPath)
      self.work.withLock { work in
        work.state = state
        work.file = file
        work.isResumable = !isWhole
        work.unrecordedByteCount = 0
        work.progress = DownloadProgress(
          byteCount: state.goodByteCount, resumedByteCount: state.goodByteCount,
          totalByteCount: version.byteCount)
      }
      return state.missingRanges
    }
  }

  func prepare(for _: Range<Int>) {}

  func write(_ bytes: [UInt8], at offset: Int) async throws {
    guard let file = work.withLock({ $0.file }) else {
      preconditionFailure("a sink is written to after it has begun")
    }
    try file.write(bytes.span, at: offset)
    let (reached, isDue) = work.withLock { work in
      work.state?.add(bytes.count, at: offset)
      work.progress.byteCount += bytes.count
      work.unrecordedByteCount += bytes.count
      let isDue = work.unrecordedByteCount >= partByteCount
      if isDue { work.unrecordedByteCount = 0 }
      return (work.progress, isDue)
    }
    progress?(reached)
    if isDue { try await record() }
  }

  func complete(_: Range<Int>) async throws { try await record() }

  /// Notes the bytes that are there, for the next process.
  func record() async throws {
    try await Workers.blocking { () throws(SystemError) in
      try self.recording.withLock { _ throws(SystemError) in
        let (file, state) = self.work.withLock { ($0.file, $0.isResumable ? $0.state : nil) }
        guard let file, let state else { return }
        // The state must not know of bytes that the disk does not have.
        try file.synchronize()
        try state.write(to: self.statePath)
      }
    }
  }

  func restart(because _: TransferFault) async throws {
    try await Workers.blocking { () throws(SystemError) in try self.discard() }
  }

  /// Removes what was staged.
  private func discard() throws(SystemError) {
    work.withLock { work in
      work.state = nil
      work.file = nil
    }
    // First the state: it must not describe a file that is not its own.
    try FileSystem.removeFile(statePath)
    try FileSystem.removeFile(partialPath)
  }
}

extension FileSink {
  /// How a whole file ended.
  enum Ending: Sendable {
    case published(DownloadedFile)
    /// The content is no whole gzip file. It was removed.
    case damaged(GzipInflater.Damaged)
  }

  /// Verifies the content, waits until it is on disk, and gives it its final name.
  func publish(_ version: ObjectVersion, isGzip: Bool) async throws -> Ending {
    try await Workers.blocking { () throws(SystemError) in
      let (file, progress) = self.work.withLock { ($0.file, $0.progress) }
      guard let file else { preconditionFailure("a sink is published after it has begun") }
      let byteCount = try file.byteCount()
      guard byteCount == version.byteCount else {
        // Another process wrote to the file, which none of ours does.
        try self.discard()
        throw SystemError(operation: "pwrite", path: file.path, number: SystemError.damaged)
      }
      if isGzip, let damaged = try self.damage(of: file.path) {
        try self.discard()
        return .damaged(damaged)
      }
      try file.synchronize()
      try FileSystem.rename(file.path, to: self.path)
      self.work.withLock { work in
        work.state = nil
        work.file = nil
      }
      try FileSystem.removeFile(self.statePath)
      try FileSystem.synchronizeDirectory(FileSystem.parent(of: self.path))
      return .published(
        DownloadedFile(
          path: self.path, byteCount: byteCount, etag: version.etag,
          resumedByteCount: progress.resumedByteCount))
    }
  }

  private func damage(of path: String) throws(SystemError) -> GzipInflater.Damaged? {
    do {
      return try GzipCheck.damage(of: .file(path))
    } catch {
      switch error {
      case .system(let error): throw error
      case .stream: preconditionFailure("a file is no stream")
      }
    }
  }
}
