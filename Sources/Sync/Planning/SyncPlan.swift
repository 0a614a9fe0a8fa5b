package import BarLake
package import BarLakeBytes
internal import FlatFiles
package import Foundation
internal import LakeInspection

/// What a lake lacks of what a source has, date by date: the difference between the listing of the
/// source and the manifests of the lake. The newest date of the lake counts for nothing.
///
/// Source: `docs/flat-files.md`, FLAT-10.
package struct SyncPlan: Sendable {
  package let header: PlanHeader
  /// What is to be done, in order of date, then of data type.
  package private(set) var tasks: [SyncTask] = []
  /// What is not to be done, and why.
  package private(set) var others: [PlanNote] = []
  /// What was passed over in a folder, each a line for people.
  package private(set) var notes: [String] = []
  /// For each data type, how many flat files of the range the source has, usable or not.
  package private(set) var listedCounts: [MarketDataType: Int] = [:]
  /// For each data type, how many dates of the range are done and stay.
  package private(set) var doneCounts: [MarketDataType: Int] = [:]

  /// Plans the work of a call.
  ///
  /// - Parameters:
  ///   - request: what the call asks for.
  ///   - source: where the flat files are.
  ///   - now: the time, by which the file of a day may still come.
  ///   - cancellation: a request to stop.
  /// - Throws: why the source could not be listed, or the lake not be read.
  package init(
    _ request: SyncRequest, from source: FlatFileSource, now: Date, cancellation: Cancellation
  ) throws(FlatFileSource.Failure) {
    header = PlanHeader(request, source)
    for dataType in request.dataTypes {
      let listing = try source.listing(
        of: dataType, besides: request.dataTypes, from: request.first, through: request.last,
        cancellation: cancellation)
      do throws(IngestError) {
        try add(listing, dataType, request, source, now: now, cancellation)
      } catch {
        throw .folder(error)
      }
    }
    tasks.sort {
      ($0.file.date, $0.file.dataType.order) < ($1.file.date, $1.file.dataType.order)
    }
    others.sort { ($0.date?.daysSinceEpoch ?? .min) < ($1.date?.daysSinceEpoch ?? .min) }
  }

  private mutating func add(
    _ listing: FlatFileListing, _ dataType: MarketDataType, _ request: SyncRequest,
    _ source: FlatFileSource, now: Date, _ cancellation: Cancellation
  ) throws(IngestError) {
    let options = try IngestOptions(request.work.config, dataType: dataType)
    let lake = try LakeDates(
      of: dataType, in: request.work.lake, options: options, symbols: request.work.symbols,
      from: request.first, through: request.last, cancellation: cancellation)
    notes += listing.notes
    listedCounts[dataType] = listing.files.count + listing.refused.count
    others += listing.unsupported.map { PlanNote(.unsupported($0.key, $0.reason), dataType) }
    others += listing.refused.map { PlanNote(.refused($0), dataType) }
    let policy = request.onExisting
    let reasons = try OrderedWork.map(count: listing.files.count) { number throws(IngestError) in
      try Self.reason(listing.files[number], lake, policy, source, cancellation)
    }
    for (file, reason) in zip(listing.files, reasons) {
      switch reason {
      case nil: doneCounts[dataType, default: 0] += 1
      case .reissued? where policy == .skip:
        doneCounts[dataType, default: 0] += 1
        others.append(PlanNote(.reissued(file), dataType))
      case let reason?:
        tasks.append(
          SyncTask(
            file: file, reason: reason, profile: lake.profile, output: lake.output(file.date)))
      }
    }
    let refused = Set(listing.refused.compactMap { $0.date.flatMap { try? CalendarDate($0) } })
    let there = Set(listing.files.map(\.date)).union(refused)
    for day in request.expectedDays where !there.contains(day) {
      if lake.done[day] != nil {
        doneCounts[dataType, default: 0] += 1
      } else {
        let isAwaited = PublishedDay.isAwaited(day, now: now)
        others.append(PlanNote(isAwaited ? .awaited(day) : .notPublished(day), dataType))
      }
    }
  }

  /// Why a file is to be ingested; nil if its date is done from it.
  private static func reason(
    _ file: ListedFile, _ lake: LakeDates, _ policy: ExistingFilePolicy, _ source: FlatFileSource,
    _ cancellation: Cancellation
  ) throws(IngestError) -> SyncTask.Reason? {
    guard let done = lake.done[file.date] else { return .missing }
    if policy == .overwrite { return .forced }
    // The ingest says what to do about a date that has only other symbols.
    if !done.isCovered { return .missing }
    // Of a date that was adopted nobody knows the source, so nothing shows that it was replaced.
    guard let recorded = done.source else { return nil }
    do throws(SystemError) {
      let known = try source.known(file, cancellation)
      return try recorded.differs(from: known, hashing: policy == .update) == true
        ? .reissued : nil
    } catch {
      throw .io(error, root: "")
    }
  }
}

extension MarketDataType {
  /// The place of the data type among all.
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
