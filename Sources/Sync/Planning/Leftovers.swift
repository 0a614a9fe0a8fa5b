package import BarLake
package import BarLakeBytes
internal import LakeInspection

/// What runs that died have left beside dates that are done, for which there is no task: a staging
/// folder, or a publishing list. Whatever is not done has a task, whose ingest removes it.
package enum Leftovers {
  /// Removes them for the dates of a request. Dates whose lock a run holds are passed over.
  ///
  /// - Throws: `io_error`, `output_conflict`.
  package static func remove(
    for request: SyncRequest, cancellation: Cancellation
  ) throws(IngestError) {
    guard try LakeDates.isThere(request.work.lake) else { return }
    let lake = try LakeInventory(root: request.work.lake, cancellation: cancellation)
    for dataType in request.dataTypes {
      var options = try IngestOptions(request.work.config, dataType: dataType)
      options.onExisting = .skip
      for date in try dates(of: dataType, in: lake).sorted()
      where (request.first...request.last).contains(date) {
        guard case .read(let manifest) = try lake.manifest(dataType, date),
          manifest.isOf(dataType, date), try !lake.isInProgress(dataType, date)
        else { continue }
        try remove(
          manifest,
          LakeLayout(
            root: lake.root, dataType: dataType, date: date, key: nil), options, cancellation)
      }
    }
  }

  /// The dates of a data type with a staging folder, or with a publishing list.
  private static func dates(
    of dataType: MarketDataType, in lake: LakeInventory
  ) throws(IngestError) -> Set<CalendarDate> {
    let lists = try lake.recorded(of: dataType).filter(\.value.hasPublishingList).keys
    return try Set(lists).union(lake.staging(of: dataType).compactMap(\.date))
  }

  /// Taking the lock of a date removes what is staged for it, and skipping it removes its list.
  private static func remove(
    _ manifest: Manifest, _ layout: LakeLayout, _ options: IngestOptions,
    _ cancellation: Cancellation
  ) throws(IngestError) {
    let locked: LockedDate
    do throws(SystemError) {
      locked = try LockedDate(layout, options: options, cancellation: cancellation)
    } catch {
      throw .io(error, root: layout.root)
    }
    _ = try locked.decide(filter: SymbolFilter(manifest.filter), source: .unknown)
  }
}
