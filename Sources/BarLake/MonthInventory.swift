internal import Bytes

/// What a lake has of one month of a data type: each date with its manifest and its files.
struct MonthInventory: Sendable {
  /// In order.
  private(set) var dates: [DateInventory] = []
  /// What lies in the month's folder and is no file of a date, relative to the lake.
  private(set) var foreign: [String] = []

  /// A date that is completed while it is looked at is seen half, so whatever is not as it should be
  /// is looked at twice.
  init(_ month: LakeMonth, of lake: LakeInventory) throws(IngestError) {
    try look(at: month, of: lake)
    guard dates.contains(where: { !$0.isSettled && !$0.isInProgress }) else { return }
    var month = month
    month.records = try lake.recorded(of: month.dataType)
      .filter { LakeMonth.text(of: $0.key) == month.text }
    try look(at: month, of: lake)
  }

  private mutating func look(
    at month: LakeMonth, of lake: LakeInventory
  ) throws(IngestError) {
    var dates: [CalendarDate: DateInventory] = [:]
    for (date, record) in month.records {
      var inventory = DateInventory(dataType: month.dataType, date: date)
      inventory.isInProgress = try lake.isInProgress(month.dataType, date)
      inventory.hasPublishingList = record.hasPublishingList
      inventory.manifest = try lake.manifest(month.dataType, date)
      dates[date] = inventory
    }
    foreign = []
    var sizes: [ExactText: Int] = [:]
    for entry in try lake.entries(in: month.directory) {
      if entry.status.kind == .directory,
        PartitionPath.symbol(entry.name, of: month.dataType) != nil
      {
        for file in try lake.entries(in: entry.path) { take(file, month, &dates, &sizes) }
      } else {
        take(entry, month, &dates, &sizes)
      }
    }
    for date in dates.keys {
      dates[date]?.settle(sizes)
      if dates[date]?.isSettled == false, try lake.isInProgress(month.dataType, date) {
        dates[date]?.isInProgress = true
      }
    }
    self.dates = dates.values.sorted { $0.date < $1.date }
  }

  private mutating func take(
    _ entry: LakeInventory.Entry, _ month: LakeMonth,
    _ dates: inout [CalendarDate: DateInventory], _ sizes: inout [ExactText: Int]
  ) {
    guard let date = PartitionPath.date(entry.name),
      LakeMonth.text(of: date) == month.text, entry.status.kind == .regular
    else {
      foreign.append(entry.path)
      return
    }
    sizes[ExactText(entry.path)] = entry.status.byteCount
    dates[date, default: DateInventory(dataType: month.dataType, date: date)]
      .unlisted.append(entry.path)
  }
}

/// What a lake has of one date of a data type.
struct DateInventory: Sendable {
  let dataType: MarketDataType
  let date: CalendarDate
  var manifest = LakeInventory.ManifestState.missing
  var hasPublishingList = false
  /// Whether somebody works on the date, so that nothing about it is settled.
  var isInProgress = false
  /// Files of the tree that the manifest does not list, relative to the lake.
  var unlisted: [String] = []
  /// Files that the manifest lists and that are not there.
  private(set) var missing: [String] = []
  /// Files that the manifest lists with another size.
  private(set) var resized: [(file: Manifest.File, byteCount: Int)] = []
  /// Files that are as the manifest lists them.
  private(set) var files: [Manifest.File] = []

  init(dataType: MarketDataType, date: CalendarDate) {
    self.dataType = dataType
    self.date = date
  }

  /// Whether the date is done, by PART-6.1.
  var isDone: Bool {
    guard case .read(let manifest) = manifest, manifest.isOf(dataType, date) else { return false }
    return missing.isEmpty && resized.isEmpty
  }

  /// Whether the date is done and nothing else lies about.
  var isSettled: Bool { isDone && unlisted.isEmpty && !hasPublishingList }

  /// Compares what the manifest lists with the files of the month, given by their sizes.
  fileprivate mutating func settle(_ sizes: [ExactText: Int]) {
    guard case .read(let manifest) = manifest else { return }
    var left = Set(unlisted.map(ExactText.init))
    for file in manifest.files {
      // A file of another date, or listed twice, is not one that this date has.
      let path = ExactText(file.path)
      guard left.remove(path) != nil, let byteCount = sizes[path] else {
        missing.append(file.path)
        continue
      }
      if byteCount == file.byteCount {
        files.append(file)
      } else {
        resized.append((file, byteCount))
      }
    }
    unlisted = left.map(\.text).sorted { $0.precedesInBytes($1) }
  }
}
