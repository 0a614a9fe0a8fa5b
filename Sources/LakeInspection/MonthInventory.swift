package import BarLake
internal import BarLakeBytes
internal import BarLakeHivePartitions

/// What a lake has of one month of a data type: each date with its manifest and files.
package struct MonthInventory: Sendable {
  /// In order.
  package private(set) var dates: [DateInventory] = []
  /// What lies in the month's folder and is not a file of a date, relative to the lake.
  package private(set) var foreign: [String] = []

  /// Reads the month. A date that is being published may be seen half done, so whatever looks wrong
  /// is checked twice. Without `sizes`, a file matches its manifest if its name does.
  ///
  /// Cost: on all processors, one manifest read per date, one listing per folder, and with `sizes`
  /// one status call per file.
  package init(
    _ month: LakeMonth, of lake: LakeInventory, comparingSizes sizes: Bool
  ) throws(IngestError) {
    try look(at: month, of: lake, sizes)
    guard dates.contains(where: { !$0.isSettled && !$0.isInProgress }) else { return }
    try look(at: lake.refreshed(month), of: lake, sizes)
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
    // Files are listed after the manifests are read: what a manifest lists existed before it.
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
package struct DateInventory: Sendable {
  package let dataType: MarketDataType
  package let date: CalendarDate
  package internal(set) var manifest = LakeFiles.ManifestFile.missing
  package internal(set) var hasPublishingList = false
  /// Whether a run holds the date's lock, so that the state of the date may change.
  package internal(set) var isInProgress = false
  /// Files in the tree that the manifest does not list, relative to the lake.
  package private(set) var unlisted: [String] = []
  /// Files that the manifest lists and that do not exist.
  package private(set) var missing: [String] = []
  /// Files whose size differs from the manifest, if sizes were compared.
  package private(set) var resized: [(file: Manifest.File, byteCount: Int)] = []
  /// The positions, in the manifest's list, of files that do not match it.
  private var faulty: Set<Int> = []

  init(dataType: MarketDataType, date: CalendarDate) {
    self.dataType = dataType
    self.date = date
  }

  /// The files that match the manifest.
  var files: [Manifest.File] {
    guard case .read(let manifest) = manifest, manifest.isOf(dataType, date) else { return [] }
    return manifest.files.indices.filter { !faulty.contains($0) }.map { manifest.files[$0] }
  }

  /// Whether the date is done by PART-6.1, as far as it was checked.
  package var isDone: Bool {
    guard case .read(let manifest) = manifest, manifest.isOf(dataType, date) else { return false }
    return missing.isEmpty && resized.isEmpty
  }

  /// Whether the date is done and nothing else is left of it.
  var isSettled: Bool { isDone && unlisted.isEmpty && !hasPublishingList }

  /// Compares the manifest's list with the files of the month. Both are sorted by path, so one pass
  /// over each is enough.
  fileprivate mutating func settle(
    _ listing: MonthListing, of lake: LakeInventory, _ sizes: Bool
  ) throws(IngestError) {
    let layout = lake.layout(of: dataType, date)
    var listed = ManifestFiles()
    if case .read(let manifest) = manifest {
      if manifest.isOf(dataType, date) {
        listed = manifest.files
      } else {
        // A file of another date does not belong to this date.
        missing = manifest.files.map(\.path)
      }
    }
    /// Which path comes first: that of the manifest's next file, or that of a folder's file.
    func order(_ next: Int, _ folder: MonthListing.Folder) -> Int {
      let name = listed.name(next)
      // The month's own folder has no name. Its files come before those in folders.
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
