internal import BarLake
internal import BarLakeBytes

/// The publishing list of a date: the paths at which an unfinished run may have data files.
///
/// A removal writes one too, with a line that is no path and that readers of the paths pass over.
/// It says that the date had all of these files, also those without metadata of BarLake.
///
/// Source: `docs/spec.md`, PART-6.5 and MAINT-1.
struct PublishingList {
  /// Paths that the date may have, relative to the lake, in the order of the list.
  let paths: [String]
  /// Whether a removal wrote the list.
  let isOfRemoval: Bool

  private static let removalLine = "removed"

  /// The list that is in the lake; nil if there is none.
  init?(of layout: LakeLayout) throws(SystemError) {
    guard try FileSystem.statusOfEntry(layout.absolute(layout.intent)) != nil else { return nil }
    let lines = try LakeFiles(root: layout.root).intendedPaths(layout)
    isOfRemoval = lines.contains { $0.isSame(as: Self.removalLine) }
    paths = lines.filter(layout.owns)
  }

  /// The content of the list of a removal of `paths`.
  static func bytes(removing paths: [String]) -> [UInt8] {
    Array(([removalLine] + paths).map { "\($0)\n" }.joined().utf8)
  }

  /// Adds to `files` those of the list that are this date's and that `recorded`, the paths of a
  /// manifest, does not have.
  func add(
    to files: inout FilesOfDate, of layout: LakeLayout, besides recorded: Set<ExactText>
  ) throws(SystemError) {
    for path in paths where !recorded.contains(ExactText(path)) {
      let absolute = layout.absolute(path)
      if !isOfRemoval, try FileSystem.statusOfEntry(absolute) != nil,
        try !FooterInspection.isOf(layout, path: absolute)
      {
        continue
      }
      try files.append(path)
    }
  }
}
