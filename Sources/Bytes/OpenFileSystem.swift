/// The file system of a folder. It is held open while many files are written, so that the final
/// sync also reports writes that failed in the background (syncfs(2), "Errors").
package final class OpenFileSystem: Sendable {
  private let descriptor: Descriptor

  /// Opens the file system of the folder `path`.
  package init(of path: String) throws(SystemError) {
    descriptor = try Descriptor(opening: path, .directory, operation: "open")
  }

  /// Waits until everything written to the file system is on disk. Returns false if the system has
  /// no such call that reports failures.
  package func synchronize() throws(SystemError) -> Bool {
    try descriptor.synchronizeFileSystem()
  }
}
