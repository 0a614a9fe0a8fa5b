package import BarLakeBytes

/// Lets everyone who may write to a lake go on with it, whoever makes a file or folder in it.
///
/// The mask of a user, often 022, would keep the group out of what that user makes. If the lake's
/// folder may be written by the group or by others, what is made in the lake gets the rights that
/// they have in that folder. Source: `docs/spec.md`, PARQ-7.4.
package struct FolderSharing: Sendable {
  /// The rights of the group and of others in the lake's folder, if one of them may write there;
  /// else none. In the bits of chmod(2).
  private let permissions: UInt32

  private static let ofGroupAndOthers: UInt32 = 0o077
  private static let toWrite: UInt32 = 0o022
  private static let toExecute: UInt32 = 0o111

  /// The sharing of the lake in the folder `root`.
  package init(_ root: String) throws(SystemError) {
    let found = try FileSystem.status(root)?.permissions ?? 0
    permissions = found & Self.toWrite == 0 ? 0 : found & Self.ofGroupAndOthers
  }

  /// Makes folders, with the missing ones above them, which are all in the lake, shares them, and
  /// waits until they are on disk.
  package func makeFoldersOnDisk(_ paths: [String]) throws(SystemError) {
    var made: [String] = []
    for path in paths { made += try makeFolders(path) }
    try FileSystem.synchronizeEntries(made)
  }

  /// Shares a folder that this process has made.
  package func share(folder path: String) throws(SystemError) {
    if permissions != 0 { try FileSystem.addPermissions(permissions, to: path) }
  }

  /// Shares a file that this process has made.
  package func share(file path: String) throws(SystemError) {
    if permissions != 0 {
      try FileSystem.addPermissions(permissions & ~Self.toExecute, to: path)
    }
  }

  /// Makes a folder, with the missing ones above it, which are all in the lake, and shares what it
  /// made. Returns the folders that it made, outermost first.
  package func makeFolders(_ path: String) throws(SystemError) -> [String] {
    let made = try FileSystem.createDirectories(path)
    for folder in made { try share(folder: folder) }
    return made
  }
}
