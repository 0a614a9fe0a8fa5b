internal import BarLakeBytes
internal import BarLakeCommitting

/// The third state of a commit: all files of the date are staged, and its manifest is known. It
/// ends in a ``Publication``, alone or with others, or in ``discard()``.
package struct ReadyDate: Sendable {
  let found: FoundDate
  let partitions: [StagedPartition]
  let manifest: Manifest
  /// Relative to the lake.
  let stagingDirectory: String
  let lock: HeldLock
  /// The lake's file system, opened before the first byte was staged; nil if the date is one file.
  let fileSystem: OpenFileSystem?

  /// The length of the staged files in bytes.
  package var byteCount: Int { partitions.reduce(0) { $0 + $1.byteCount } }

  /// Whether files are replaced or removed that cannot be restored.
  package func isReplacing() throws(IngestError) -> Bool {
    if found.isDone || found.options.onExisting != .overwrite { return found.isDone }
    for partition in partitions {
      let entry = try layout.system { () throws(SystemError) in
        try FileSystem.statusOfEntry(layout.absolute(partition.path))
      }
      if entry != nil { return true }
    }
    return false
  }

  var layout: LakeLayout { found.layout }

  /// The content of the publishing list: all paths at which data files of the date may be from now
  /// on, including earlier ones. A later run finds them without a search of the tree.
  var list: [UInt8] {
    let lines = found.earlierPaths.union(partitions.map { ExactText($0.path) }).map(\.text)
      .sorted { $0.precedesInBytes($1) }.map { "\($0)\n" }.joined()
    return Array(lines.utf8)
  }

  /// The folders, relative to the lake, that have or had an entry of the date, or may have one from
  /// a run that died. BarLake's own folders are included, because a killed run may have made them
  /// without a sync.
  var directories: Set<ExactText> {
    var directories = Set(layout.manifestDirectories.map(ExactText.init))
    for path in found.earlierPaths.union(partitions.map { ExactText($0.path) }) {
      directories.formUnion(layout.directories(above: path.text).map(ExactText.init))
    }
    return directories
  }

  /// Writes a small file to the staging folder and returns its path. It is not on disk yet.
  func write(_ bytes: [UInt8]) throws(SystemError) -> String {
    let path = layout.absolute("\(stagingDirectory)/\(FileSystem.randomIdentifier()).staged")
    guard bytes.count <= LakeFiles.contentByteLimit else {
      throw SystemError(operation: "write", path: path, number: SystemError.tooLarge)
    }
    var file = try StagedFile(creating: path)
    try file.write(bytes.span)
    try file.closeUnsynchronized()
    try found.sharing.share(file: path)
    return path
  }

  /// Shares the staged data files.
  func shareStaged() throws(SystemError) {
    for partition in partitions { try found.sharing.share(file: partition.stagedPath) }
  }

  /// Throws if a target is on another file system than the staged files, because no rename crosses
  /// file systems. This happens if a year was moved to another disk and replaced by a link.
  func checkFileSystem() throws(SystemError) {
    let staging = try FileSystem.fileSystemNumber(layout.absolute(LakeLayout.stagingDirectory))
    let places = partitions.map { ExactText(FileSystem.parent(of: layout.absolute($0.path))) }
    for directory in Set(places) {
      if try FileSystem.fileSystemNumber(directory.text) != staging {
        throw SystemError(
          operation: "rename", path: directory.text, number: SystemError.otherFileSystem)
      }
    }
  }

  /// Removes files of earlier runs of the date that were not replaced. A file whose metadata names
  /// another date stays, unless the manifest listed it.
  func removeStale() throws(SystemError) {
    let isReplaced = found.isDone || found.options.onExisting == .overwrite
    let replacedPaths = isReplaced ? found.recordedPaths : []
    for path in found.earlierPaths.subtracting(partitions.map { ExactText($0.path) }) {
      let absolute = layout.absolute(path.text)
      if let status = try FileSystem.status(absolute) {
        guard status.kind == .regular else { continue }
        if !replacedPaths.contains(path), try !FooterInspection.isOf(layout, path: absolute) {
          continue
        }
        try FileSystem.removeFile(absolute)
      }
      // A run that was killed after the line above left its folder.
      try FileSystem.removeEmptyDirectory(FileSystem.parent(of: absolute))
    }
  }

  /// Removes the staged files. The date is unchanged. The next run of the date removes what cannot
  /// be removed now.
  package func discard() {
    _ = try? removeStaging()
    withExtendedLifetime(lock) {}
  }

  func removeStaging() throws(SystemError) {
    try FileSystem.removeTree(layout.absolute(stagingDirectory))
  }
}
