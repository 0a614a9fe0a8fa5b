internal import BarLakeBytes

/// One date of a ``Publication``: all its files are staged, and its manifest is known.
struct ReadyDate {
  let found: FoundDate
  let partitions: [StagedPartition]
  let manifest: Manifest
  /// Relative to the lake.
  let stagingDirectory: String
  let lock: HeldLock

  var layout: LakeLayout { found.layout }

  /// Where files of the date may be from now on, the earlier ones included, so that a later run
  /// finds them without a look through the tree.
  var list: [UInt8] {
    let lines = found.earlierPaths.union(partitions.map { ExactText($0.path) }).map(\.text)
      .sorted { $0.precedesInBytes($1) }.map { "\($0)\n" }.joined()
    return Array(lines.utf8)
  }

  /// The directories of which an entry is the date's, or was, or may be from a run that died,
  /// relative to the lake; ours are among them, which a run that was killed may have made and not
  /// waited for.
  var directories: Set<ExactText> {
    var directories = Set(layout.manifestDirectories.map(ExactText.init))
    for path in found.earlierPaths.union(partitions.map { ExactText($0.path) }) {
      directories.formUnion(layout.directories(above: path.text).map(ExactText.init))
    }
    return directories
  }

  /// Writes a small file to staging, waits until it is on the disk, and returns its path.
  func write(_ bytes: [UInt8]) throws(SystemError) -> String {
    let path = layout.absolute("\(stagingDirectory)/\(FileSystem.randomIdentifier()).staged")
    guard bytes.count <= LakeFiles.contentByteLimit else {
      throw SystemError(operation: "write", path: path, number: SystemError.tooLarge)
    }
    var file = try StagedFile(creating: path)
    try file.write(bytes.span)
    try file.close()
    return path
  }

  /// Throws if a place is on another file system than the staged files, which no rename leaves: a
  /// year that was moved to another disk, say, with a link in its place.
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

  /// Removes files of earlier runs of the date that are not replaced. What is not the date's by its
  /// metadata is left alone, unless all that its manifest lists is to go.
  func removeStale() throws(SystemError) {
    let replacedPaths = found.options.onExisting == .overwrite ? found.recordedPaths : []
    for path in found.earlierPaths.subtracting(partitions.map { ExactText($0.path) }) {
      let absolute = layout.absolute(path.text)
      if let status = try FileSystem.status(absolute) {
        guard status.kind == .regular else { continue }
        if !replacedPaths.contains(path), try !FooterInspection.isOf(layout, path: absolute) {
          continue
        }
        try FileSystem.removeFile(absolute)
      }
      // A run that was killed after the line above has left its directory.
      try FileSystem.removeEmptyDirectory(FileSystem.parent(of: absolute))
    }
  }

  func removeStaging() throws(SystemError) {
    try FileSystem.removeTree(layout.absolute(stagingDirectory))
  }
}
