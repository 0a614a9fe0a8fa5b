internal import BarLake
internal import BarLakeBytes

/// Data files of one date, which are removed or waited for together.
struct FilesOfDate {
  private let layout: LakeLayout
  /// Relative to the lake. At some of them no file may be any longer, but its folder may.
  private(set) var paths: [String] = []
  /// The number of files that are there.
  private(set) var fileCount = 0
  /// The bytes of these files.
  private(set) var byteCount = 0

  init(of layout: LakeLayout) {
    self.layout = layout
  }

  /// Adds the file at `path`, relative to the lake, or the place of a file that is gone. What is no
  /// regular file is not added.
  mutating func append(_ path: String) throws(SystemError) {
    if let status = try FileSystem.statusOfEntry(layout.absolute(path)) {
      guard status.kind == .regular else { return }
      fileCount += 1
      byteCount += status.byteCount
    }
    paths.append(path)
  }

  /// The most files or folders that are waited for one by one. More are waited for with their whole
  /// file system, if the system offers that.
  private static let syncedOneByOne = 32

  /// The folders that hold the files, and the folders above those, outermost first, relative to the
  /// lake.
  private var folders: [String] {
    let folders = Set(paths.flatMap { layout.directories(above: $0) }.map(ExactText.init))
    return folders.map(\.text).sorted { $0.precedesInBytes($1) }
  }

  /// Throws if a folder of the date is on another file system than the lake. What is mounted into a
  /// lake is only read.
  func checkFileSystem() throws(SystemError) {
    let lake = try FileSystem.fileSystemNumber(layout.root)
    for folder in layout.directories(above: layout.file).map(layout.absolute)
    where try FileSystem.status(folder) != nil {
      if try FileSystem.fileSystemNumber(folder) != lake {
        throw SystemError(
          operation: "unlink", path: folder, number: SystemError.otherFileSystem)
      }
    }
  }

  /// Removes the files, then the folders that are empty, and waits until that is on disk. What is
  /// removed already is no error. The lock of the data type is held, because other runs make such
  /// folders.
  func remove() throws(SystemError) {
    for path in paths { try FileSystem.removeFile(layout.absolute(path)) }
    // A folder follows the one above it, so backwards the innermost come first.
    for folder in folders.reversed() {
      try FileSystem.removeEmptyDirectory(layout.absolute(folder))
    }
    try synchronizeFolders()
  }

  /// Waits until the files, and the folders' entries for them, are on disk.
  func synchronize() throws(SystemError) {
    if paths.count > Self.syncedOneByOne, try synchronizeFileSystem() { return }
    for path in paths { try FileSystem.synchronizeFile(layout.absolute(path)) }
    try synchronizeFolders()
  }

  private func synchronizeFolders() throws(SystemError) {
    let folders = folders
    if folders.count > Self.syncedOneByOne, try synchronizeFileSystem() { return }
    for folder in folders.reversed().map(layout.absolute)
    where try FileSystem.status(folder) != nil {
      try FileSystem.synchronizeDirectory(folder)
    }
    try FileSystem.synchronizeDirectory(layout.root)
  }

  private func synchronizeFileSystem() throws(SystemError) -> Bool {
    try OpenFileSystem(of: layout.root).synchronize()
  }
}
