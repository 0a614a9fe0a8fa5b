import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

/// What the states of a commit are tested with: a lake, a date, and another lake in which that date
/// is done, whose files are staged again.
struct CommitBench {
  let lake: Lake
  /// The files are those of this one.
  let model: Lake
  let layout: LakeLayout
  let options: IngestOptions

  /// `byBar` divides minute bars by their symbol.
  init(
    type: MarketDataType = .stocksDaily, byBar: Bool = false,
    config: [String: ConfigValue] = [:], tickers: ByteSource = Bars.few
  ) throws {
    lake = try Lake()
    model = try Lake()
    let config = config.merging(["partitioning": byBar ? "symbol" : "date"]) { $1 }
    try model.ingest(tickers, type: type.rawValue, config: config)
    options = try IngestOptions(config, dataType: type)
    layout = LakeLayout(
      root: lake.root, dataType: type, date: try CalendarDate(Lake.date),
      key: PartitionKey(type, options.partitioning))
  }

  func locked(_ cancellation: Cancellation? = nil) throws(SystemError) -> LockedDate {
    try LockedDate(layout, options: options, cancellation: cancellation)
  }

  /// What is decided of the date now, which has to be to ingest it.
  func found() throws -> FoundDate {
    guard case .ingest(let found) = try locked().decide(filter: nil, source: .unknown)
    else { throw NotToIngest() }
    return found
  }

  private struct NotToIngest: Error {}

  func staged() throws -> StagedDate {
    let found = try found()
    return try locked().stage(found)
  }

  /// The date with the model's files, of which `body` may take some away while they are staged.
  func ready(_ body: (_ staged: [StagedPartition]) throws -> Void = { _ in }) throws -> Publication
  {
    Publication([try readyDate(body)], cancellation: nil)
  }

  func readyDate(
    _ body: (_ staged: [StagedPartition]) throws -> Void = { _ in }
  ) throws -> ReadyDate {
    let staged = try staged()
    let place = LakeLayout(
      root: model.root, dataType: layout.dataType, date: layout.date, key: layout.key)
    guard case .read(let manifest) = try LakeFiles(root: model.root).manifest(place)
    else { throw NotToIngest() }
    var partitions: [StagedPartition] = []
    for (number, file) in manifest.files.enumerated() {
      let path = "\(staged.stagingDirectory)/\(number).staged"
      try FileSystem.write(try model.read(file.path), to: path)
      partitions.append(
        StagedPartition(
          path: file.path, stagedPath: path, byteCount: file.byteCount, rowCount: file.rowCount,
          sha256: file.sha256))
    }
    try body(partitions)
    return staged.ready(partitions, recordedBy: manifest)
  }

  /// The error in which a publication ends, nil if it succeeds.
  static func failure(of publication: consuming Publication) -> IngestError? {
    do throws(IngestError) {
      _ = try publication.publish()
      return nil
    } catch {
      return error
    }
  }

  /// Whether the date's lock is held by somebody.
  func isLocked() throws -> Bool { try FileLock.isHeld(layout.absolute(layout.lock)) }

  /// Whether the type's lock is.
  func isTypeLocked() throws -> Bool { try FileLock.isHeld(layout.absolute(layout.typeLock)) }

  /// All that lies in the lake but locks.
  func everything() throws -> [String: [UInt8]?] {
    try lake.entries(below: "") { _ in true }
      .filter { !$0.key.hasPrefix(LakeLayout.lockDirectory) }
  }
}
