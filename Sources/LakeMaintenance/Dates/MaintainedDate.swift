internal import BarLake
internal import BarLakeBytes
internal import BarLakeCommitting

/// A date of a lake whose lock is held, so that nobody ingests it while it is maintained. The lock
/// is released with the object.
///
/// Source: `docs/architecture.md`, "The commit".
final class MaintainedDate {
  /// The paths of the date. It has no key, so that a date may have either partitioning.
  let layout: LakeLayout
  private let sharing: FolderSharing
  private let lock: FileLock
  private let withoutLocks: Bool

  private init(
    _ layout: LakeLayout, _ sharing: FolderSharing, _ lock: consuming FileLock, withoutLocks: Bool
  ) {
    self.layout = layout
    self.sharing = sharing
    self.lock = lock
    self.withoutLocks = withoutLocks
  }

  /// Waits for the lock's holder and takes the lock.
  ///
  /// - Parameter withoutLocks: whether to go on where the file system offers no locks.
  /// - Throws: `output_conflict` if a symbolic link or a folder is in the place of one of BarLake's
  ///   own files; `io_error`.
  static func waiting(
    for layout: LakeLayout, withoutLocks: Bool, cancellation: Cancellation?
  ) throws(IngestError) -> MaintainedDate {
    try LakeObstacles(layout).checkOwn()
    return try layout.system { () throws(SystemError) in
      let sharing = try prepared(layout)
      let lock = try FileLock(
        layout.absolute(layout.lock), isRequired: !withoutLocks, cancellation: cancellation)
      return try shared(layout, sharing, lock, withoutLocks)
    }
  }

  /// Takes the lock without waiting; nil if a run holds it.
  ///
  /// - Throws: as above.
  static func free(
    _ layout: LakeLayout, withoutLocks: Bool
  ) throws(IngestError) -> MaintainedDate? {
    try LakeObstacles(layout).checkOwn()
    return try layout.system { () throws(SystemError) in
      let sharing = try prepared(layout)
      guard
        let lock = try FileLock(
          trying: layout.absolute(layout.lock), isRequired: !withoutLocks)
      else { return nil }
      return try shared(layout, sharing, lock, withoutLocks)
    }
  }

  /// Makes the folders of BarLake's own files.
  private static func prepared(_ layout: LakeLayout) throws(SystemError) -> FolderSharing {
    let sharing = try FolderSharing(layout.root)
    try sharing.makeFoldersOnDisk(layout.ownFolders)
    return sharing
  }

  private static func shared(
    _ layout: LakeLayout, _ sharing: FolderSharing, _ lock: consuming FileLock, _ withoutLocks: Bool
  ) throws(SystemError) -> MaintainedDate {
    try sharing.share(file: layout.absolute(layout.lock))
    return MaintainedDate(layout, sharing, lock, withoutLocks: withoutLocks)
  }

  /// Waits for the type lock and takes it. Folders, settings and manifests change under it.
  func lockType(_ cancellation: Cancellation?) throws(SystemError) -> FileLock {
    let path = layout.absolute(layout.typeLock)
    let typeLock = try FileLock(path, isRequired: !withoutLocks, cancellation: cancellation)
    try sharing.share(file: path)
    return typeLock
  }

  /// Puts a small file with the content `bytes` at `path`, relative to the lake, by one atomic
  /// call, and waits until it is on disk. It replaces an existing file, unless it is exclusive.
  func put(
    _ bytes: [UInt8], at path: String, exclusively isExclusive: Bool = false
  ) throws(SystemError) {
    let staged = layout.absolute(
      "\(LakeLayout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())")
    let target = layout.absolute(path)
    do throws(SystemError) {
      guard bytes.count <= LakeFiles.contentByteLimit else {
        throw SystemError(operation: "write", path: target, number: SystemError.tooLarge)
      }
      var file = try StagedFile(creating: staged)
      try file.write(bytes.span)
      try file.close()
      try sharing.share(file: staged)
      if isExclusive {
        try FileSystem.renameExclusively(staged, to: target)
      } else {
        try FileSystem.rename(staged, to: target)
      }
    } catch {
      // `clean` and the next ingest of the date find what cannot be removed now.
      _ = try? FileSystem.removeFile(staged)
      throw error
    }
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: target))
  }

  /// Removes one of the date's own files, if it exists, and waits until that is on disk.
  func remove(_ path: String) throws(SystemError) {
    guard try FileSystem.removeFile(layout.absolute(path)) else { return }
    try FileSystem.synchronizeDirectory(FileSystem.parent(of: layout.absolute(path)))
  }
}
