internal import BarLake
internal import BarLakeBytes

/// Looks at what lies under a lake's root and changes nothing. What disappears meanwhile, because
/// somebody ingests, is as if it had not been there.
///
/// Source: `docs/architecture.md`, "The commit".
struct LakeInventory: Sendable {
  let root: String
  let cancellation: Cancellation?

  /// - Throws: `io_error` where `root` is no directory that can be read, `invalid_argument` where
  ///   it is none of a lake.
  init(root: String, cancellation: Cancellation?) throws(IngestError) {
    try LocalPath.check("the lake", root)
    self.root = root
    self.cancellation = cancellation
    let names: [String]
    do throws(SystemError) {
      names = try FileSystem.names(in: root)
    } catch {
      throw .io(error, root: root)
    }
    guard names.contains(where: LakeLayout.ownDirectory.isSame) else {
      throw .invalidArgument(
        "the lake", root, "a directory that holds \(LakeLayout.ownDirectory)")
    }
  }

  /// The data types of which the lake has anything.
  func dataTypes() throws(IngestError) -> [MarketDataType] {
    var types: [MarketDataType] = []
    for type in MarketDataType.allCases {
      let settings = try status(LakeLayout.settings(of: type))
      let folder = try status(type.rawValue)
      let manifests = try names(in: LakeLayout.manifestDirectory(of: type))
      if settings != nil || folder != nil || !manifests.isEmpty { types.append(type) }
    }
    return types
  }

  /// What is fixed for a data type; not readable also where something else is in the file's place.
  func settings(of type: MarketDataType) throws(IngestError) -> LakeFiles.SettingsFile {
    try reading(orElse: .unreadable) { () throws(SystemError) in
      try LakeFiles(root: root).settings(of: type)
    }
  }

  /// What a run staged, or is staging.
  struct Staging {
    /// Relative to the lake.
    var path: String
    /// Whether the run that it belongs to is alive.
    var isInProgress: Bool
  }

  func staging() throws(IngestError) -> [Staging] {
    let directory = LakeLayout.stagingDirectory
    var staging: [Staging] = []
    for name in try names(in: directory) {
      // `{type}.{date}.{random}`; the lock has the name without the last part.
      let run = name.parts(separatedBy: ".").dropLast().joined(separator: ".")
      let path = "\(directory)/\(name)"
      let isInProgress = try isLocked("\(LakeLayout.lockDirectory)/\(run)")
      // A run gives its lock back after it has removed what it staged.
      if !isInProgress, try status(path) == nil, !name.hasReplacement { continue }
      staging.append(Staging(path: path, isInProgress: isInProgress))
    }
    return staging
  }

  /// Whether somebody works on a date.
  func isInProgress(_ type: MarketDataType, _ date: CalendarDate) throws(IngestError) -> Bool {
    try isLocked(layout(of: type, date).lock)
  }

  private func isLocked(_ path: String) throws(IngestError) -> Bool {
    try system { () throws(SystemError) in try FileLock.isHeld("\(root)/\(path)") }
  }

  /// Where things of a date lie.
  func layout(of type: MarketDataType, _ date: CalendarDate) -> LakeLayout {
    LakeLayout(root: root, dataType: type, date: date, key: nil)
  }

  /// The months of which the lake has manifests or folders, in order, and whatever lies in the
  /// type's folder and in none of a month.
  func months(of type: MarketDataType) throws(IngestError) -> (
    months: [LakeMonth], foreign: [String]
  ) {
    var months: [String: LakeMonth] = [:]
    var foreign: [String] = []
    let folder = try status(type.rawValue)
    if let folder, folder.kind != .directory { foreign.append(type.rawValue) }
    for year in folder?.kind == .directory ? try entries(in: type.rawValue) : [] {
      guard year.status.kind == .directory, let number = PartitionPath.year(year.name) else {
        foreign.append(year.path)
        continue
      }
      for month in try entries(in: year.path) {
        if month.status.kind == .directory, let text = PartitionPath.month(month.name) {
          months["\(number)-\(text)"] = LakeMonth(dataType: type, text: "\(number)-\(text)")
        } else {
          foreign.append(month.path)
        }
      }
    }
    for (date, record) in try recorded(of: type) {
      let text = LakeMonth.text(of: date)
      months[text, default: LakeMonth(dataType: type, text: text)].records[date] = record
    }
    return (months.values.sorted { $0.text < $1.text }, foreign)
  }

  /// What `.barlake` has about a date.
  struct Record: Sendable {
    var hasManifest = false
    var hasPublishingList = false
  }

  /// The dates of a data type with a manifest, or with a list of files to publish.
  func recorded(of type: MarketDataType) throws(IngestError) -> [CalendarDate: Record] {
    var records: [CalendarDate: Record] = [:]
    for name in try names(in: LakeLayout.manifestDirectory(of: type)) {
      if let date = name.dropping(suffix: LakeLayout.manifestSuffix) {
        if let date = try? CalendarDate(date) {
          records[date, default: Record()].hasManifest = true
        }
      } else if let date = name.dropping(suffix: LakeLayout.intentSuffix) {
        if let date = try? CalendarDate(date) {
          records[date, default: Record()].hasPublishingList = true
        }
      }
    }
    return records
  }

  /// The manifest in a date's place; not readable also where something else is in the file's place.
  func manifest(
    _ type: MarketDataType, _ date: CalendarDate
  ) throws(IngestError) -> LakeFiles.ManifestFile {
    try reading(orElse: .unreadable(.form)) { () throws(SystemError) in
      try LakeFiles(root: root).manifest(layout(of: type, date))
    }
  }

  // MARK: The file system

  /// Something that readers of the lake see.
  struct Entry {
    var name: String
    /// Relative to the lake.
    var path: String
    var status: FileStatus
  }

  /// What readers see in a directory: names that begin with `.` or `_` are not judged (PART-6.7).
  func entries(in directory: String) throws(IngestError) -> [Entry] {
    var entries: [Entry] = []
    for name in try names(in: directory) where !name.begins(with: ".") && !name.begins(with: "_") {
      let path = "\(directory)/\(name)"
      // A name that is not UTF-8 leads to nothing, and readers see what has it.
      if let status = try status(path) ?? (name.hasReplacement ? .unknown : nil) {
        entries.append(Entry(name: name, path: path, status: status))
      }
    }
    return entries
  }

  /// Calls `body` for each entry that readers see in a directory, with its name and its kind, links
  /// followed; for none where there is no such directory.
  func forEachEntry(
    in directory: String, _ body: (_ name: borrowing Span<UInt8>, FileStatus.Kind) -> Void
  ) throws(IngestError) {
    try system { () throws(SystemError) in
      try cancellation?.check()
      do throws(SystemError) {
        try FileSystem.forEachEntry(in: "\(root)/\(directory)") {
          (name, kind) throws(SystemError) in
          // PART-6.7.
          if name[0] == UInt8(ascii: ".") || name[0] == UInt8(ascii: "_") { return }
          if let kind {
            body(name, kind)
            return
          }
          let text = MonthListing.text(of: name)
          let path = "\(root)/\(directory)/\(text)"
          var status = try FileSystem.status(path)
          if status == nil { status = try FileSystem.statusOfEntry(path) }
          // A name that is not UTF-8 leads to nothing, and readers see what has it.
          if let kind = status?.kind ?? (text.hasReplacement ? .other : nil) { body(name, kind) }
        }
      } catch {
        if error.number == SystemError.notFound { return }
        throw error
      }
    }
  }

  /// The size of the regular file that `path` leads to; nil if there is none.
  func fileByteCount(_ path: String) throws(IngestError) -> Int? {
    guard let status = try status(path), status.kind == .regular else { return nil }
    return status.byteCount
  }

  /// What is read of one of our own files, or `fault` where there is none that may be read.
  private func reading<Content>(
    orElse fault: Content, _ body: () throws(SystemError) -> Content
  ) throws(IngestError) -> Content {
    try system { () throws(SystemError) in
      try cancellation?.check()
      do throws(SystemError) {
        return try body()
      } catch {
        if error.isOfPath { return fault }
        throw error
      }
    }
  }

  /// None where there is no such directory.
  private func names(in directory: String) throws(IngestError) -> [String] {
    try system { () throws(SystemError) in
      try cancellation?.check()
      do throws(SystemError) {
        return try FileSystem.names(in: "\(root)/\(directory)")
      } catch {
        if error.number == SystemError.notFound { return [] }
        throw error
      }
    }
  }

  /// What `path` leads to; of a link that leads nowhere the link itself.
  private func status(_ path: String) throws(IngestError) -> FileStatus? {
    try system { () throws(SystemError) in
      if let status = try FileSystem.status("\(root)/\(path)") { return status }
      return try FileSystem.statusOfEntry("\(root)/\(path)")
    }
  }

  /// Throws `io_error` if somebody asked to stop.
  func checkCancellation() throws(IngestError) {
    try system { () throws(SystemError) in try cancellation?.check() }
  }

  func system<Result>(_ body: () throws(SystemError) -> Result) throws(IngestError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw .io(error, root: root)
    }
  }
}

/// A month of a data type.
struct LakeMonth: Sendable {
  var dataType: MarketDataType
  /// `YYYY-MM`.
  var text: String
  /// The month's dates with a manifest, or with a list of files to publish.
  var records: [CalendarDate: LakeInventory.Record] = [:]

  static func text(of date: CalendarDate) -> String { "\(date.yearText)-\(date.monthText)" }

  /// Relative to the lake.
  var directory: String {
    "\(dataType.rawValue)/year=\(text.prefix(4))/month=\(text.suffix(2))"
  }
}
