internal import BarLake
internal import BarLakeBytes
internal import LakeInspection

extension LakeInventory {
  /// The paths of the files that the date's manifest lists; none if there is no manifest.
  ///
  /// - Throws: `output_conflict` if the manifest is not readable or is of another date, so that
  ///   nobody knows which files are the date's.
  func recordedPaths(of layout: LakeLayout) throws(IngestError) -> [String] {
    switch try manifest(layout.dataType, layout.date) {
    case .missing: return []
    case .read(let manifest) where manifest.isOf(layout.dataType, layout.date):
      return manifest.files.map(\.path)
    case .read, .unreadable:
      throw .conflict(
        """
        \(layout.manifest) is not readable, so nobody knows which files the date has; barlake \
        adopt makes a new one from the files that are there
        """)
    }
  }
}
