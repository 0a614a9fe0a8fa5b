internal import BarLake
package import LakeInspection

/// What the last sync of a data type found, by date.
package struct KnownSync: Sendable {
  let record: SyncRecord?
  /// What it found of dates that are not done, for people.
  private var findings: [CalendarDate: String] = [:]
  private let reissued: Set<CalendarDate>

  /// - Parameter record: the record of the last sync; nil if there is none.
  package init(_ record: SyncRecord?) {
    self.record = record
    reissued = Set(record?.reissued ?? [])
    guard let record else { return }
    for (dates, finding) in [
      (record.failed, "failed in the last sync"),
      (record.forbidden, "the account may not read it"),
      (record.notPublished, Self.notPublished),
      (record.awaited, Self.awaited),
    ] {
      for date in dates { findings[date] = finding }
    }
  }

  private static let notPublished = "the vendor has no file"
  private static let awaited = "not published yet at the last sync"

  func isReissued(_ date: CalendarDate) -> Bool { reissued.contains(date) }

  /// Whether the vendor had no file of the date.
  func isUnpublished(_ date: CalendarDate) -> Bool {
    let finding = findings[date]
    return finding == Self.notPublished || finding == Self.awaited
  }

  /// What the last sync found of a date that is not done.
  func finding(_ date: CalendarDate) -> String? { findings[date] }
}
