internal import BarLakeBytes

/// A new, empty folder for processes and inputs.
package struct WorkFolder: ~Copyable {
  package let path: String
  /// Held while the folder is in use; the system lets go of it if this process is killed.
  private let lock: FileLock

  private static let prefix = "barlake-conform."
  private static let lockName = "lock"

  /// Below `TMPDIR` where that is set; else in memory where the system has a place for that and
  /// room, since thousands of lakes are made; else in `/tmp`. What killed processes left there is
  /// removed.
  package init() throws {
    let parent = FileSystem.temporaryDirectory
    Self.removeLeftovers(in: parent)
    let name = FileSystem.randomIdentifier()
    // It gets the name by which leftovers are found once it is locked.
    let start = "\(parent)/.\(Self.prefix)\(name)"
    let path = "\(parent)/\(Self.prefix)\(name)"
    _ = try FileSystem.createDirectories(start)
    let lock = try FileLock("\(start)/\(Self.lockName)")
    try FileSystem.rename(start, to: path)
    self.path = path
    self.lock = lock
  }

  /// What cannot be removed is another user's, or left over in a folder for temporary files.
  private static func removeLeftovers(in parent: String) {
    for name in (try? FileSystem.names(in: parent)) ?? [] where name.begins(with: prefix) {
      let folder = "\(parent)/\(name)"
      guard let entry = try? FileSystem.status(folder), entry.kind == .directory,
        (try? FileSystem.status("\(folder)/\(lockName)")) ?? nil != nil,
        (try? FileLock.isHeld("\(folder)/\(lockName)")) == false
      else { continue }
      try? FileSystem.removeTree(folder)
    }
  }

  /// Removes the folder; what cannot be removed is left over in a folder for temporary files.
  package func remove() { try? FileSystem.removeTree(path) }
}
