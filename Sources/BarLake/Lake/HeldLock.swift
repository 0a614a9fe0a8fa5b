internal import BarLakeBytes
internal import BarLakeCommitting

/// A lock of the lake: that of a date, which each state of a commit passes to the next and the last
/// state releases, or that of a data type.
final class HeldLock: Sendable {
  private let lock: FileLock

  /// Waits for the lock's holder, takes the lock at `path`, relative to the lake, and shares it.
  ///
  /// - Parameters:
  ///   - isRequired: whether it is an error if the file system offers no locks.
  ///   - waits: called before a holder is waited for.
  init(
    _ path: String, of layout: LakeLayout, sharing: FolderSharing, isRequired: Bool,
    cancellation: Cancellation?, waits: () -> Void = {}
  ) throws(SystemError) {
    let path = layout.absolute(path)
    lock = try FileLock(
      path, isRequired: isRequired, cancellation: cancellation, waits: waits)
    try sharing.share(file: path)
  }
}
