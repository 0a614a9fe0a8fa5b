internal import BarLakeBytes

/// A date whose files are under construction: the second state of a commit, whose states
/// ``LockedDate`` shows.
///
/// It ends in ``ready(_:recordedBy:)`` or in ``discard()``. A program that dies before leaves a
/// directory, which the date's next ``LockedDate`` removes.
package struct StagedDate: ~Copyable {
  private let found: FoundDate
  /// Relative to the lake.
  private let directory: String
  private let lock: HeldLock
  private let cancellation: Cancellation?
  /// Open from before the first staged byte, where the date has many files.
  private let fileSystem: OpenFileSystem?

  init(
    _ found: FoundDate, lock: HeldLock, cancellation: Cancellation?
  ) throws(SystemError) {
    let layout = found.layout
    let directory =
      "\(LakeLayout.stagingDirectory)/\(layout.stagingPrefix)\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(layout.absolute(directory))
    let fileSystem = try Self.fileSystem(of: layout, orRemoving: directory)
    self.found = found
    self.directory = directory
    self.lock = lock
    self.cancellation = cancellation
    self.fileSystem = fileSystem
  }

  /// The lake's file system, where the date has many files; without it there is no staging.
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

  /// Where the files are to be written.
  package var stagingDirectory: String { found.layout.absolute(directory) }

  /// Removes what is staged; of the date nothing is changed. What cannot be removed is found by
  /// the next run of the date.
  package consuming func discard() {
    _ = try? FileSystem.removeTree(found.layout.absolute(directory))
    withExtendedLifetime(lock) {}
  }

  /// The date with all its files, `partitions`, which `manifest` lists.
  package consuming func ready(
    _ partitions: [StagedPartition], recordedBy manifest: Manifest
  ) -> Publication {
    let date = ReadyDate(
      found: found, partitions: partitions, manifest: manifest, stagingDirectory: directory,
      lock: lock)
    return Publication(date, cancellation: cancellation, fileSystem: fileSystem)
  }
}
