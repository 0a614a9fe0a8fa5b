package import BarLake
package import BarLakeBytes
internal import BarLakeHivePartitions

/// Reads what lies below a lake's root and changes nothing. What disappears meanwhile, because of a
/// concurrent ingest, counts as absent.
///
/// Source: `docs/architecture.md`, "The commit".
package struct LakeInventory: Sendable {
  package let root: String
  package let cancellation: Cancellation?

  /// - Parameter needsOwnFolder: whether the lake must have BarLake's own folder. Without it, a
  ///   folder with a data type's is a lake too.
  /// - Throws: `io_error` if `root` is not a readable folder, `invalid_argument` if it is not a
  ///   lake's.
  package init(
    root: String, cancellation: Cancellation?, needsOwnFolder: Bool = true
  ) throws(IngestError) {
    try LocalPath.check("the lake", root)
    self.root = root
    self.cancellation = cancellation
    let names: [String]
    do throws(SystemError) {
      names = try FileSystem.names(in: root)
    } catch {
      throw .io(error, root: root)
    }
    if names.contains(where: LakeLayout.ownDirectory.isSame) { return }
    let types = MarketDataType.allCases.map(\.rawValue)
    let hasData = names.contains { name in types.contains { $0.isSame(as: name) } }
    if hasData, !needsOwnFolder { return }
    let remedy =
      hasData ? " (this one has data files without it, of which barlake adopt makes a lake)" : ""
    throw .invalidArgument(
      "the lake", root,
      needsOwnFolder
        ? "a directory that holds \(LakeLayout.ownDirectory)\(remedy)"
        : "a directory that holds \(types.joined(separator: ", ")), one at least")
  }

  /// Whether the folder `path` is the lake's.
  package func isFolder(_ path: String) throws(IngestError) -> Bool {
    try system { () throws(SystemError) in try FileIdentity(root) == FileIdentity(path) }
  }

  /// The data types of which the lake contains anything.
  package func dataTypes() throws(IngestError) -> [MarketDataType] {
    var types: [MarketDataType] = []
    for type in MarketDataType.allCases {
      let settings = try status(LakeLayout.settings(of: type))
      let folder = try status(type.rawValue)
      let manifests = try names(in: LakeLayout.manifestDirectory(of: type))
      if settings != nil || folder != nil || !manifests.isEmpty { types.append(type) }
    }
    return types
  }

  /// The settings of a data type; unreadable also if something that is not a file has their path.
  package func settings(of type: MarketDataType) throws(IngestError) -> LakeFiles.SettingsFile {
    try reading(orElse: .unreadable) { () throws(SystemError) in
      try LakeFiles(root: root).settings(of: type)
    }
  }

  /// A staging folder.
  package struct Staging {
    /// Its path, relative to the lake.
    package var path: String
    /// Whether its run is alive.
    package var isInProgress: Bool

    /// The date of the run, whose folder is `{type}.{date}.{random}`; nil for other names.
    package var date: CalendarDate? {
      let parts = (path.parts(separatedBy: "/").last ?? "").parts(separatedBy: ".")
      return parts.count == 3 ? try? CalendarDate(parts[1]) : nil
    }
  }

  /// The staging folders of live and dead runs of a data type; with nil, everything in the folder
  /// for them.
  package func staging(of type: MarketDataType? = nil) throws(IngestError) -> [Staging] {
    let directory = LakeLayout.stagingDirectory
    var staging: [Staging] = []
    for name in try names(in: directory) {
      if let type, !name.begins(with: "\(type.rawValue).") { continue }
      // `{type}.{date}.{random}`; the name of the lock is the part without `.{random}`.
      let run = name.parts(separatedBy: ".").dropLast().joined(separator: ".")
      let path = "\(directory)/\(name)"
      let isInProgress = try isLocked("\(LakeLayout.lockDirectory)/\(run)")
      // A run removes its staging folder before it releases its lock.
      if !isInProgress, try status(path) == nil, !name.hasReplacement { continue }
      staging.append(Staging(path: path, isInProgress: isInProgress))
    }
    return staging
  }

  /// Whether a run holds the lock of the date.
  package func isInProgress(_ type: MarketDataType, _ date: CalendarDate) throws(IngestError)
    -> Bool
  {
    try isLocked(layout(of: type, date).lock)
  }

  private func isLocked(_ path: String) throws(IngestError) -> Bool {
    try system { () throws(SystemError) in try FileLock.isHeld("\(root)/\(path)") }
  }

  /// The paths of a date.
  func layout(of type: MarketDataType, _ date: CalendarDate) -> LakeLayout {
    LakeLayout(root: root, dataType: type, date: date, key: nil)
  }

  /// The months of which the lake has manifests or folders, in order, and everything in the type's
  /// folder that belongs to no month.
  package func months(of type: MarketDataType) throws(IngestError) -> (
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

  /// What `.barlake` contains about a date.
  package struct Record: Sendable {
    package var hasManifest = false
    package var hasPublishingList = false
  }

  /// The dates of a data type that have a manifest or a publishing list.
  package func recorded(of type: MarketDataType) throws(IngestError) -> [CalendarDate: Record] {
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

  /// The month with the manifests and publishing lists that are there now.
  package func refreshed(_ month: LakeMonth) throws(IngestError) -> LakeMonth {
    var month = month
    month.records = try recorded(of: month.dataType)
      .filter { LakeMonth.text(of: $0.key) == month.text }
    return month
  }

  /// The manifest of a date; unreadable also if something that is not a file has its path.
  package func manifest(
    _ type: MarketDataType, _ date: CalendarDate
  ) throws(IngestError) -> LakeFiles.ManifestFile {
    try reading(orElse: .unreadable(.form)) { () throws(SystemError) in
      try LakeFiles(root: root).manifest(layout(of: type, date))
    }
  }

  // MARK: The file system

  /// A file or folder that readers of the lake see.
  struct Entry {
    var name: String
    /// Its path, relative to the lake.
    var path: String
    var status: FileStatus
  }

  /// What readers see in a folder. Names that begin with `.` or `_` are ignored (PART-6.7).
  func entries(in directory: String) throws(IngestError) -> [Entry] {
    var entries: [Entry] = []
    for name in try names(in: directory) where !name.begins(with: ".") && !name.begins(with: "_") {
      let path = "\(directory)/\(name)"
      // A name that is not UTF-8 cannot be opened by its text, but readers see the file.
      if let status = try status(path) ?? (name.hasReplacement ? .unknown : nil) {
        entries.append(Entry(name: name, path: path, status: status))
      }
    }
    return entries
  }

  /// Calls `body` with the name and kind of each entry that readers see in a folder; links are
  /// followed. Does nothing if the folder does not exist.
  func forEachEntry(
    in directory: String, _ body: (_ name: borrowing Span<UInt8>, FileStatus.Kind) -> Void
  ) throws(IngestError) {
    try system { () throws(SystemError) in
      try cancellation?.check()
      try FileSystem.forEachEntryIfPresent(in: "\(root)/\(directory)") {
        (name, kind) throws(SystemError) in
        // PART-6.7.
        if name[0] == UInt8(ascii: ".") || name[0] == UInt8(ascii: "_") { return }
        if let kind {
          body(name, kind)
          return
        }
        let text = name.text
        let path = "\(root)/\(directory)/\(text)"
        var status = try FileSystem.status(path)
        if status == nil { status = try FileSystem.statusOfEntry(path) }
        // A name that is not UTF-8 cannot be opened by its text, but readers see the file.
        if let kind = status?.kind ?? (text.hasReplacement ? .other : nil) { body(name, kind) }
      }
    }
  }

  /// The size of the regular file at `path`, links followed; nil if there is none.
  func fileByteCount(_ path: String) throws(IngestError) -> Int? {
    guard let status = try status(path), status.kind == .regular else { return nil }
    return status.byteCount
  }

  /// Reads one of BarLake's own files; returns `fault` if it cannot be read.
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

  /// The names in a folder; none if it does not exist.
  private func names(in directory: String) throws(IngestError) -> [String] {
    try system { () throws(SystemError) in
      try cancellation?.check()
      return try FileSystem.namesIfPresent(in: "\(root)/\(directory)")
    }
  }

  /// The status of what `path` leads to; of a broken link, that of the link itself.
  private func status(_ path: String) throws(IngestError) -> FileStatus? {
    try system { () throws(SystemError) in
      if let status = try FileSystem.status("\(root)/\(path)") { return status }
      return try FileSystem.statusOfEntry("\(root)/\(path)")
    }
  }

  /// Throws `io_error` if there is a request to stop.
  package func checkCancellation() throws(IngestError) {
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
package struct LakeMonth: Sendable {
  var dataType: MarketDataType
  /// `YYYY-MM`.
  package let text: String
  /// The dates of the month that have a manifest or a publishing list.
  var records: [CalendarDate: LakeInventory.Record] = [:]

  package static func text(of date: CalendarDate) -> String { "\(date.yearText)-\(date.monthText)" }

  /// Its path, relative to the lake.
  var directory: String {
    "\(dataType.rawValue)/year=\(text.prefix(4))/month=\(text.suffix(2))"
  }
}
