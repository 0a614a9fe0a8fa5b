internal import BarLakeBytes

/// A lock of the lake: that of a date, which each state of a commit passes to the next and the last
/// state releases, or that of a data type.
final class HeldLock {
  private let lock: FileLock

  /// Waits for the lock's holder, takes the lock at `path`, relative to the lake, and shares it.
  ///
  /// - Parameter isRequired: whether it is an error if the file system offers no locks.
  init(
    _ path: String, of layout: LakeLayout, sharing: LakeSharing, isRequired: Bool,
    cancellation: Cancellation?
  ) throws(SystemError) {
    let path = layout.absolute(path)
    lock = try FileLock(path, isRequired: isRequired, cancellation: cancellation)
    try sharing.share(file: path)
  }
}
