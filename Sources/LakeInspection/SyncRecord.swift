public import BarLake
package import BarLakeBytes
internal import BarLakeCommitting

/// What the last sync of a data type did. A sync replaces the record at its end; `barlake status
/// --html` shows it, and nothing else reads it: no ingest depends on it.
///
/// It is the only one of a lake's own files that contains a time.
///
/// Source: `docs/spec.md`, STATUS-5.5.
public struct SyncRecord: Equatable, Sendable {
  /// The data type.
  public var dataType: MarketDataType
  /// When the sync ended, in UTC: `YYYY-MM-DDThh:mm:ssZ`, and nothing else.
  public var ended: String
  /// Where the files came from, for people: an endpoint and a bucket, or a folder.
  public var source: String
  /// The first day that was asked for.
  public var since: CalendarDate
  /// The last day that was asked for.
  public var until: CalendarDate
  /// The number of dates that the sync made done, the replaced ones included.
  public var ingested: Int
  /// The done dates whose source the vendor had replaced, and that the sync made again.
  public var replaced: [CalendarDate]
  /// The done dates whose source the vendor has replaced, and that the sync left as they are.
  public var reissued: [CalendarDate]
  /// The trading days for which the vendor has no file.
  public var notPublished: [CalendarDate]
  /// The last trading days, of which the vendor's files are not there yet.
  public var awaited: [CalendarDate]
  /// The dates that the account may not read.
  public var forbidden: [CalendarDate]
  /// The dates that could not be fetched or ingested.
  public var failed: [CalendarDate]
  /// Whether the sync came to its end; false if it was interrupted or ended early.
  public var isWhole: Bool

  /// A record. What is not given did not occur.
  package init(
    dataType: MarketDataType, ended: String, source: String, since: CalendarDate,
    until: CalendarDate, ingested: Int = 0, replaced: [CalendarDate] = [],
    reissued: [CalendarDate] = [], notPublished: [CalendarDate] = [],
    awaited: [CalendarDate] = [], forbidden: [CalendarDate] = [], failed: [CalendarDate] = [],
    isWhole: Bool
  ) {
    self.dataType = dataType
    self.ended = ended
    self.source = source
    self.since = since
    self.until = until
    self.ingested = ingested
    self.replaced = replaced
    self.reissued = reissued
    self.notPublished = notPublished
    self.awaited = awaited
    self.forbidden = forbidden
    self.failed = failed
    self.isWhole = isWhole
  }
}

// MARK: The file

extension SyncRecord {
  private static let directory = "\(LakeLayout.ownDirectory)/syncs"

  /// The path of the record of a data type, relative to the lake.
  package static func path(of type: MarketDataType) -> String {
    "\(directory)/\(type.rawValue).json"
  }

  /// The largest record, in bytes. One with all trading days of a century is smaller.
  private static let byteLimit = 1 << 20

  /// The record of a data type in the lake `root`; nil if there is none that can be read. The file
  /// may be of any origin.
  package static func read(of type: MarketDataType, root: String) -> SyncRecord? {
    guard let bytes = try? FileSystem.read("\(root)/\(path(of: type))", upTo: byteLimit),
      let record = JSON.value(SyncRecord.self, from: bytes), record.dataType == type
    else { return nil }
    return record
  }

  /// Replaces the record of the data type in the lake `root` in one step, and waits until it is on
  /// disk. Of two syncs that end at once the later call wins.
  ///
  /// The lock of the record is held meanwhile, so what a call that died has staged is known as
  /// such: the next call removes it.
  ///
  /// - Throws: `io_error`; `output_conflict` if a symbolic link is in the way.
  package func write(root: String) throws(IngestError) {
    let layout = LakeLayout(root: root, dataType: dataType, date: until, key: nil)
    let path = Self.path(of: dataType)
    try LakeObstacles(layout).checkOwn()
    for own in [Self.directory, path] {
      let status = try layout.system { () throws(SystemError) in
        try FileSystem.statusOfEntry(layout.absolute(own))
      }
      if status?.kind == .link { throw LakeObstacles.link(own) }
    }
    guard let bytes = try? JSON.bytes(self) else {
      throw IngestError(code: .internalError, message: "the record of the sync is not JSON")
    }
    try layout.system { () throws(SystemError) in try put(bytes, at: path, in: layout) }
  }

  private func put(
    _ bytes: [UInt8], at path: String, in layout: LakeLayout
  ) throws(SystemError) {
    let target = layout.absolute(path)
    guard bytes.count <= Self.byteLimit else {
      throw SystemError(operation: "write", path: target, number: SystemError.tooLarge)
    }
    let sharing = try FolderSharing(layout.root)
    try sharing.makeFoldersOnDisk(layout.ownFolders)
    try FileSystem.synchronizeEntries(
      try sharing.makeFolders(layout.absolute(Self.directory)))
    let run = Self.run(of: dataType)
    let lockPath = layout.absolute("\(LakeLayout.lockDirectory)/\(run)")
    let lock = try FileLock(lockPath, isRequired: false)
    try sharing.share(file: lockPath)
    try Self.removeStaged(by: run, root: layout.root)
    let staging = layout.absolute(LakeLayout.stagingDirectory)
    try FileSystem.replace(
      target, with: bytes, staged: "\(staging)/\(run).\(FileSystem.randomIdentifier())"
    ) { (staged) throws(SystemError) in try sharing.share(file: staged) }
    _ = consume lock
  }

  /// The name of a record's lock, and the start of the names of what is staged under it.
  private static func run(of type: MarketDataType) -> String { "\(type.rawValue).sync" }

  /// Whether a lock of this name is that of a record.
  package static func isRun(_ name: String) -> Bool {
    MarketDataType.allCases.contains { run(of: $0).isSame(as: name) }
  }

  /// Removes what calls of ``write(root:)`` that died have staged under the lock `run` of the lake
  /// `root`. Returns false if a call holds it.
  package static func clean(_ run: String, root: String) throws(SystemError) -> Bool {
    guard
      let lock = try FileLock(
        trying: "\(root)/\(LakeLayout.lockDirectory)/\(run)", isRequired: false)
    else { return false }
    try removeStaged(by: run, root: root)
    _ = consume lock
    return true
  }

  private static func removeStaged(by run: String, root: String) throws(SystemError) {
    let staging = "\(root)/\(LakeLayout.stagingDirectory)"
    for name in try FileSystem.names(in: staging) where name.begins(with: "\(run).") {
      try FileSystem.removeTree("\(staging)/\(name)")
    }
  }
}

// MARK: JSON

extension SyncRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case ended, source, since, until, ingested, replaced, reissued, forbidden, failed
    case dataType = "data_type"
    case notPublished = "not_published"
    case awaited = "not_yet_published"
    case isWhole = "is_whole"
  }

  /// Decodes a record; all its members must be there. Dates, the time and the count must be such
  /// as a sync writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func dates(_ key: CodingKeys) throws -> [CalendarDate] {
      try container.decode([String].self, forKey: key).map { try CalendarDate($0) }
    }
    dataType = try container.decode(MarketDataType.self, forKey: .dataType)
    ended = try container.decode(String.self, forKey: .ended)
    source = try container.decode(String.self, forKey: .source)
    since = try CalendarDate(container.decode(String.self, forKey: .since))
    until = try CalendarDate(container.decode(String.self, forKey: .until))
    ingested = try container.decode(Int.self, forKey: .ingested)
    replaced = try dates(.replaced)
    reissued = try dates(.reissued)
    notPublished = try dates(.notPublished)
    awaited = try dates(.awaited)
    forbidden = try dates(.forbidden)
    failed = try dates(.failed)
    isWhole = try container.decode(Bool.self, forKey: .isWhole)
    guard UTCTime.isTime(ended), ingested >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .ended, in: container, debugDescription: "no sync has written this")
    }
  }

  /// Encodes every member.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dataType, forKey: .dataType)
    try container.encode(ended, forKey: .ended)
    try container.encode(source, forKey: .source)
    try container.encode(since, forKey: .since)
    try container.encode(until, forKey: .until)
    try container.encode(ingested, forKey: .ingested)
    try container.encode(replaced, forKey: .replaced)
    try container.encode(reissued, forKey: .reissued)
    try container.encode(notPublished, forKey: .notPublished)
    try container.encode(awaited, forKey: .awaited)
    try container.encode(forbidden, forKey: .forbidden)
    try container.encode(failed, forKey: .failed)
    try container.encode(isWhole, forKey: .isWhole)
  }
}
