internal import BarLakeBytes
internal import BarLakeCommitting

/// The second state of a commit: the files of the date are being written. ``LockedDate`` shows all
/// states.
///
/// It ends in ``ready(_:recordedBy:)`` or in ``discard()``. If the program dies before, a staging
/// folder is left, which the next ``LockedDate`` of the date removes.
package struct StagedDate: ~Copyable {
  private let found: FoundDate
  /// The staging folder, relative to the lake.
  private let directory: String
  private let lock: HeldLock
  /// The lake's file system, opened before the first byte is staged; nil if the date is one file.
  private let fileSystem: OpenFileSystem?

  init(_ found: FoundDate, lock: HeldLock) throws(SystemError) {
    let layout = found.layout
    let directory =
      "\(LakeLayout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(layout.absolute(directory))
    try found.sharing.share(folder: layout.absolute(directory))
    let fileSystem = try Self.fileSystem(of: layout, orRemoving: directory)
    self.found = found
    self.directory = directory
    self.lock = lock
    self.fileSystem = fileSystem
  }

  /// Opens the lake's file system; nil if the date is one file. If this fails, removes `directory`.
  private static func fileSystem(
    of layout: LakeLayout, orRemoving directory: String
  ) throws(SystemError) -> OpenFileSystem? {
    if layout.key == nil { return nil }
    do {
      return try OpenFileSystem(of: layout.root)
    } catch {
      _ = try? FileSystem.removeTree(layout.absolute(directory))
      throw error
    }
  }

  /// The staging folder as a path for the system.
  package var stagingDirectory: String { found.layout.absolute(directory) }

  /// Removes the staged files. The date is unchanged. The next run of the date removes what cannot
  /// be removed now.
  package consuming func discard() {
    _ = try? FileSystem.removeTree(found.layout.absolute(directory))
    withExtendedLifetime(lock) {}
  }

  /// The date with its files, `partitions`, which `manifest` lists, to be published.
  package consuming func ready(
    _ partitions: [StagedPartition], recordedBy manifest: Manifest
  ) -> ReadyDate {
    ReadyDate(
      found: found, partitions: partitions, manifest: manifest, stagingDirectory: directory,
      lock: lock, fileSystem: fileSystem)
  }
}
