internal import BarLakeBytes
internal import BarLakeColumnar
internal import BarLakeHivePartitions

/// Finds the settings of a data type in its data files, where BarLake's own folder is lost: after a
/// copy of the lake without hidden names, or in a lake that another program wrote.
///
/// Only the first and the last file of each year are read. Source: `docs/spec.md`, SCHEMA-8.10 and
/// SCHEMA-8.11.
struct FoundFiles {
  /// The settings that a data file shows, and its path, relative to the lake, for people.
  typealias Finding = (settings: PartialLakeSettings, source: String)

  private let layout: LakeLayout
  /// The dates of the type that have a publishing list: the files of a run that died fix nothing.
  private let unfinished: Set<CalendarDate>

  init(_ layout: LakeLayout, unfinished: Set<CalendarDate>) {
    self.layout = layout
    self.unfinished = unfinished
  }

  /// What the files say; nil if there are none that can be read.
  ///
  /// - Throws: `output_conflict` if a file has columns of no lake, or if two files contradict each
  ///   other; `io_error`.
  func finding() throws(IngestError) -> Finding? {
    var first: Finding?
    let type = layout.dataType.rawValue
    for year in try names(in: type) where PartitionPath.year(year) != nil {
      for isFirst in [true, false] {
        guard let file = try dataFile(in: "\(type)/\(year)", isFirst: isFirst),
          let found = try finding(of: file)
        else { continue }
        if let first, first.settings != found.settings {
          throw .conflict(
            "\(first.source) and \(found.source) are not of one lake: columns or layouts differ")
        }
        first = first ?? found
      }
    }
    return first
  }

  /// The first or the last data file in a folder of a year, a month or a symbol.
  private func dataFile(in folder: String, isFirst: Bool) throws(IngestError) -> String? {
    let names = try names(in: folder)
    for name in isFirst ? names : names.reversed() {
      let path = "\(folder)/\(name)"
      if let date = PartitionPath.date(name) {
        if !unfinished.contains(date) { return path }
      } else if PartitionPath.month(name) != nil
        || PartitionPath.symbol(name, of: layout.dataType) != nil,
        let file = try dataFile(in: path, isFirst: isFirst)
      {
        return file
      }
    }
    return nil
  }

  /// What one file says; nil if it is no readable Parquet file, which says nothing.
  private func finding(of file: String) throws(IngestError) -> Finding? {
    let type = layout.dataType
    guard
      let origin = try layout.system({ () throws(SystemError) in
        try FooterInspection.origin(of: layout.absolute(file))
      })
    else { return nil }
    let profiles = origin.lake.map { [$0.profile] } ?? Profile.allCases
    let partitioning = file.parts(separatedBy: "/").count == 5 ? Partitioning.symbol : .date
    for profile in profiles where origin.lake.map({ $0.dataType == type }) ?? true {
      if let settings = PartialLakeSettings(
        origin.columns, of: type, profile: profile, partitioning: partitioning)
      {
        return (settings, origin.lake == nil ? "\(file), which another program wrote" : file)
      }
    }
    throw .conflict(
      """
      \(file) has columns that no lake has of \(type.rawValue), in any profile: a lake with others \
      beside it would open in no reader; use another folder
      """)
  }

  private func names(in path: String) throws(IngestError) -> [String] {
    do {
      return try FileSystem.names(in: layout.absolute(path))
    } catch {
      // What is no folder holds no files of a lake.
      if error.isOfPath, !error.isOfPermission { return [] }
      throw .io(error, root: layout.root)
    }
  }
}
