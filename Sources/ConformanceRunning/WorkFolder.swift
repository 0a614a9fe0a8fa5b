internal import BarLakeBytes

/// A new, empty folder for processes and inputs.
package struct WorkFolder: Sendable {
  package let path: String

  /// Below `TMPDIR` where that is set; else in memory where the system has a place for that and
  /// room, since thousands of lakes are made; else in `/tmp`.
  package init() throws {
    path = "\(FileSystem.temporaryDirectory)/barlake-conform.\(FileSystem.randomIdentifier())"
    _ = try FileSystem.createDirectories(path)
  }

  /// Removes the folder; what cannot be removed is left over in a folder for temporary files.
  package func remove() { try? FileSystem.removeTree(path) }
}
