/// The file system of a directory, held open while many files are written to it, so that a write
/// that fails in the background meanwhile is told when they are waited for (syncfs(2), "Errors").
package struct OpenFileSystem: ~Copyable {
  private let descriptor: Descriptor

  /// Opens the file system that the directory `path` is on.
  package init(of path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .directory, operation: "open")
  }

  /// Waits until all that was written to the file system is on the disk; returns false where the
  /// system has no call for that which tells of failures.
  package func synchronize() throws(SystemError) -> Bool {
    try descriptor.synchronizeFileSystem()
  }
}
