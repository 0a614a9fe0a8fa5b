package import BarLakeBytes

/// Finds what stands in the way of a run, before the run makes or changes anything: symbolic links
/// below the lake's folder, through which a rename or a removal would reach files elsewhere, and
/// folders where BarLake has its own files.
///
/// Source: `docs/spec.md`, PART-4.9 and PART-6.11.
package struct LakeObstacles {
  private let layout: LakeLayout

  package init(_ layout: LakeLayout) {
    self.layout = layout
  }

  /// Checks the lake's own folders and the own files of the date and its data type.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package func checkOwn() throws(IngestError) {
    let folders = [LakeLayout.lockDirectory, LakeLayout.stagingDirectory]
    for path in layout.manifestDirectories + folders where try kind(path) == .link {
      throw Self.link(path)
    }
    for path in [
      layout.settings, layout.typeLock, layout.lock, layout.manifest, layout.intent,
    ] {
      switch try kind(path) {
      case .link: throw Self.link(path)
      case .directory:
        throw .conflict(
          "\(path) is a folder in the place of a file of BarLake; remove it, and call again")
      default: break
      }
    }
  }

  /// Checks the folders above the data files of the date, down to the month's.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package func checkMonth() throws(IngestError) {
    for path in layout.directories(above: layout.file) where try kind(path) == .link {
      throw Self.link(path)
    }
  }

  /// Checks the paths of data files of the date, but not the folders above the month's. The paths
  /// `published` are only checked for their folders, because ``LakeState/place(_:isDone:)`` looks
  /// at the files.
  ///
  /// - Throws: `output_conflict`, `io_error`.
  package func check(
    _ published: [StagedPartition], earlier: Set<ExactText>
  ) throws(IngestError) {
    let paths = Set(published.map { ExactText($0.path) })
    let stale = earlier.subtracting(paths).map(\.text)
    let links = try linkedFolders()
    if !links.isEmpty {
      for path in published.map(\.path) + stale {
        let parent = FileSystem.parent(of: path)
        if links.contains(ExactText(parent)) { throw Self.link(parent) }
      }
    }
    for path in stale where try kind(path) == .link { throw Self.link(path) }
  }

  /// The symbolic links in the month's folder, as paths relative to the lake. One reading of the
  /// folder takes a tenth of the time that a question about each of 10,500 symbols takes.
  private func linkedFolders() throws(IngestError) -> Set<ExactText> {
    if layout.key == nil { return [] }
    let month = FileSystem.parent(of: layout.file)
    var links: Set<ExactText> = []
    try layout.system { () throws(SystemError) in
      try FileSystem.forEachEntryIfPresent(in: layout.absolute(month)) {
        name, kind throws(SystemError) in
        guard kind == nil else { return }
        let path = "\(month)/\(name.text)"
        if try FileSystem.statusOfEntry(layout.absolute(path))?.kind == .link {
          links.insert(ExactText(path))
        }
      }
    }
    return links
  }

  private func kind(_ path: String) throws(IngestError) -> FileStatus.Kind? {
    try layout.system { () throws(SystemError) in
      try FileSystem.statusOfEntry(layout.absolute(path))?.kind
    }
  }

  /// The conflict of a symbolic link at `path`, relative to the lake.
  package static func link(_ path: String) -> IngestError {
    .conflict(
      """
      \(path) is a symbolic link, and what is below a link is only read; put the folder or file \
      itself in its place, or mount it there
      """)
  }
}
