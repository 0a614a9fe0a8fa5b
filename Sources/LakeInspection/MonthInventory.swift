internal import BarLake
internal import BarLakeBytes

/// What a lake has of one month of a data type: each date with its manifest and its files.
struct MonthInventory: Sendable {
  /// In order.
  private(set) var dates: [DateInventory] = []
  /// What lies in the month's folder and is no file of a date, relative to the lake.
  private(set) var foreign: [String] = []

  /// A date that is completed while it is looked at is seen half, so whatever is not as it should
  /// be is looked at twice. Without `sizes` a file is one that its manifest lists by its name
  /// alone.
  ///
  /// Cost: on all processors, a manifest read per date, a listing per folder, and with `sizes` a
  /// look at each file.
  init(
    _ month: LakeMonth, of lake: LakeInventory, comparingSizes sizes: Bool
  ) throws(IngestError) {
    try look(at: month, of: lake, sizes)
    guard dates.contains(where: { !$0.isSettled && !$0.isInProgress }) else { return }
    var month = month
    month.records = try lake.recorded(of: month.dataType)
      .filter { LakeMonth.text(of: $0.key) == month.text }
    try look(at: month, of: lake, sizes)
  }

  private mutating func look(
    at month: LakeMonth, of lake: LakeInventory, _ sizes: Bool
  ) throws(IngestError) {
    let records = month.records.sorted { $0.key < $1.key }
    let recorded = try OrderedWork.map(count: records.count) { number throws(IngestError) in
      let (date, record) = records[number]
      var inventory = DateInventory(dataType: month.dataType, date: date)
      inventory.isInProgress = try lake.isInProgress(month.dataType, date)
      inventory.hasPublishingList = record.hasPublishingList
      inventory.manifest = try lake.manifest(month.dataType, date)
      return inventory
    }
    // Files are listed after the manifests were read: what a manifest lists was there before it.
    let listing = try MonthListing(month, of: lake)
    let days = listing.folders.reduce(UInt32(0)) { $0 | $1.days }
    var found = recorded
    for day in 1...31 where days & 1 << day != 0 {
      let text = "\(month.text)-\(day < 10 ? "0" : "")\(day)"
      guard let date = try? CalendarDate(text), month.records[date] == nil else { continue }
      found.append(DateInventory(dataType: month.dataType, date: date))
    }
    let unsettled = found.sorted { $0.date < $1.date }
    dates = try OrderedWork.map(count: unsettled.count) { number throws(IngestError) in
      var date = unsettled[number]
      try date.settle(listing, of: lake, sizes)
      if !date.isSettled, try lake.isInProgress(month.dataType, date.date) {
        date.isInProgress = true
      }
      return date
    }
    foreign = listing.foreign
  }
}

/// What a lake has of one date of a data type.
struct DateInventory: Sendable {
  let dataType: MarketDataType
  let date: CalendarDate
  var manifest = LakeFiles.ManifestFile.missing
  var hasPublishingList = false
  /// Whether somebody works on the date, so that nothing about it is settled.
  var isInProgress = false
  /// Files of the tree that the manifest does not list, relative to the lake.
  private(set) var unlisted: [String] = []
  /// Files that the manifest lists and that are not there.
  private(set) var missing: [String] = []
  /// Files that the manifest lists with another size, where sizes were compared.
  private(set) var resized: [(file: Manifest.File, byteCount: Int)] = []
  /// The places, in the manifest's list, of the files that are not as it lists them.
  private var faulty: Set<Int> = []

  init(dataType: MarketDataType, date: CalendarDate) {
    self.dataType = dataType
    self.date = date
  }

  /// Files that are as the manifest lists them.
  var files: [Manifest.File] {
    guard case .read(let manifest) = manifest, manifest.isOf(dataType, date) else { return [] }
    return manifest.files.indices.filter { !faulty.contains($0) }.map { manifest.files[$0] }
  }

  /// Whether the date is done, by PART-6.1, as far as it was looked at.
  var isDone: Bool {
    guard case .read(let manifest) = manifest, manifest.isOf(dataType, date) else { return false }
    return missing.isEmpty && resized.isEmpty
  }

  /// Whether the date is done and nothing else lies about.
  var isSettled: Bool { isDone && unlisted.isEmpty && !hasPublishingList }

  /// Compares what the manifest lists with the files of the month. Both are in the order of their
  /// paths, so that one look at each is enough.
  fileprivate mutating func settle(
    _ listing: MonthListing, of lake: LakeInventory, _ sizes: Bool
  ) throws(IngestError) {
    let layout = lake.layout(of: dataType, date)
    var listed = ManifestFiles()
    if case .read(let manifest) = manifest {
      if manifest.isOf(dataType, date) {
        listed = manifest.files
      } else {
        // A file of another date is not one that this date has.
        missing = manifest.files.map(\.path)
      }
    }
    /// Which of the next file of the manifest and a folder's has the earlier path.
    func order(_ next: Int, _ folder: MonthListing.Folder) -> Int {
      let name = listed.name(next)
      // The month's own folder has no name, and its files come before folders.
      if name.isEmpty || folder.name.isEmpty {
        return (name.isEmpty ? 0 : 1) - (folder.name.isEmpty ? 0 : 1)
      }
      return PartitionName.order(listed.text.span, name, listing.text.span, folder.name)
    }
    var next = 0
    for folder in listing.folders where folder.days & 1 << UInt32(date.day) != 0 {
      var isListed = false
      while next < listed.count {
        let order = order(next, folder)
        isListed = order == 0
        if order >= 0 { break }
        miss(next, of: listed)
        next += 1
      }
      if isListed {
        if sizes { try compareSize(next, of: listed, in: lake) }
        next += 1
      } else {
        unlisted.append(listing.path(folder, layout))
      }
    }
    while next < listed.count {
      miss(next, of: listed)
      next += 1
    }
  }

  private mutating func miss(_ index: Int, of files: ManifestFiles) {
    missing.append(files[index].path)
    faulty.insert(index)
  }

  private mutating func compareSize(
    _ index: Int, of files: ManifestFiles, in lake: LakeInventory
  ) throws(IngestError) {
    let file = files[index]
    guard let byteCount = try lake.fileByteCount(file.path) else {
      miss(index, of: files)
      return
    }
    if byteCount != file.byteCount {
      resized.append((file, byteCount))
      faulty.insert(index)
    }
  }
}
