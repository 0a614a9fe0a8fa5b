internal import BarLakeBytes
internal import BarLakeColumnar

/// Finds the settings of a data type in its data files, where BarLake's own folder is lost: after a
/// copy of the lake without hidden names, or in a lake that another program wrote.
///
/// Only the first and the last file of each year are read. Source: `docs/spec.md`, SCHEMA-8.10 and
/// SCHEMA-8.11.
struct FoundFiles {
  private let layout: LakeLayout
  /// The dates of the type that have a publishing list: the files of a run that died fix nothing.
  private let unfinished: Set<CalendarDate>

  /// What a data file says.
  struct Finding {
    var settings: PartialLakeSettings
    /// The file, relative to the lake.
    var source: String
    /// Whether another program wrote it.
    var isForeign: Bool
  }

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
    for year in try names(in: layout.dataType.rawValue) where PartitionPath.year(year) != nil {
      for file in try ends(of: "\(layout.dataType.rawValue)/\(year)") {
        guard let found = try finding(of: file) else { continue }
        if let first, first.settings != found.settings {
          throw conflict(
            "\(first.source) and \(found.source) are not of one lake: columns or layouts differ")
        }
        first = first ?? found
      }
    }
    return first
  }

  /// A data file and the layout that its path shows.
  private struct File {
    var path: String
    var partitioning: Partitioning
  }

  /// The first and the last data file of a year.
  private func ends(of year: String) throws(IngestError) -> [File] {
    let months = try names(in: year).filter { PartitionPath.month($0) != nil }
    var found: [File] = []
    for order in [months, months.reversed()] {
      for month in order {
        let files = try ends(ofMonth: "\(year)/\(month)")
        guard let end = found.isEmpty ? files.first : files.last else { continue }
        found.append(end)
        break
      }
    }
    return found
  }

  /// The first and the last data file of a month: of its own, then of its first and last symbol.
  private func ends(ofMonth month: String) throws(IngestError) -> [File] {
    let names = try self.names(in: month)
    let own = names.filter(isFinished).map { File(path: "\(month)/\($0)", partitioning: .date) }
    let symbols = names.filter { PartitionPath.symbol($0, of: layout.dataType) != nil }
    var found = [own.first, own.last].compactMap { $0 }
    for (folders, isLast) in [(symbols, false), (symbols.reversed(), true)] {
      for folder in folders {
        let files = try self.names(in: "\(month)/\(folder)").filter(isFinished)
        guard let name = isLast ? files.last : files.first else { continue }
        found.append(File(path: "\(month)/\(folder)/\(name)", partitioning: .symbol))
        break
      }
    }
    return found
  }

  private func isFinished(_ name: String) -> Bool {
    PartitionPath.date(name).map { !unfinished.contains($0) } ?? false
  }

  /// What one file says; nil if it is no readable Parquet file, which says nothing.
  private func finding(of file: File) throws(IngestError) -> Finding? {
    let read = try layout.system { () throws(SystemError) in
      try FooterInspection.origin(of: layout.absolute(file.path))
    }
    guard let origin = read else { return nil }
    if let own = origin.lake {
      guard own.dataType == layout.dataType,
        let settings = PartialLakeSettings(
          origin.columns, of: layout.dataType, profile: own.profile,
          partitioning: file.partitioning)
      else {
        throw conflict("\(file.path) is a file of \(own.dataType.rawValue) with other columns")
      }
      return Finding(settings: settings, source: file.path, isForeign: false)
    }
    for profile in Profile.allCases {
      if let settings = PartialLakeSettings(
        origin.columns, of: layout.dataType, profile: profile, partitioning: file.partitioning)
      {
        return Finding(settings: settings, source: file.path, isForeign: true)
      }
    }
    throw conflict(
      """
      \(file.path) is of another program, and its columns are none of \(layout.dataType.rawValue) in \
      any profile: a lake of both would open in no reader; use another folder
      """)
  }

  private func names(in path: String) throws(IngestError) -> [String] {
    do {
      return try FileSystem.names(in: layout.absolute(path))
    } catch {
      // What is no folder holds no files of a lake.
      if error.isOfPath { return [] }
      throw .io(error, root: layout.root)
    }
  }

  private func conflict(_ message: String) -> IngestError {
    IngestError(code: .outputConflict, message: message)
  }
}
