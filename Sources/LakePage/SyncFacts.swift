internal import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
package import BarLakePages
package import LakeInspection

/// What the last sync of a data type did, as a list.
package struct SyncFacts {
  private let record: SyncRecord?

  package init(_ record: SyncRecord?) { self.record = record }

  package var html: [HTML] {
    guard let record else {
      return [.element("p", ["class": "muted"], "None is recorded.")]
    }
    var facts: [(name: String, content: [HTML])] = [
      ("ended", [HTML(record.ended.moment + (record.isWhole ? "" : ", before its end"))]),
      ("from", [HTML(record.source.shortened(to: Self.sourceByteLimit))]),
      ("asked for", [HTML("\(record.since) to \(record.until)")]),
      ("ingested", [HTML(Text.count(record.ingested, "date"))]),
    ]
    let lists = [
      ("replaced", record.replaced), ("reissued", record.reissued),
      ("not published", record.notPublished), ("not yet published", record.awaited),
      ("forbidden", record.forbidden), ("failed", record.failed),
    ]
    facts += lists.filter { !$0.1.isEmpty }.map { ($0, Self.dates($1)) }
    return [.facts(facts)]
  }

  /// A source is a host and a bucket or a folder, but a record may be of any origin.
  private static let sourceByteLimit = 400
  /// The largest number of ranges that are shown at once.
  private static let limit = 3

  private static func dates(_ dates: [CalendarDate]) -> [HTML] {
    let ranges = DateRange.ranges(of: dates.sorted()).map(\.description)
    let count = Text.count(dates.count, "date")
    if ranges.count <= limit { return [HTML("\(count): \(ranges.joined(separator: ", "))")] }
    return [.details([HTML(count)], [HTML(ranges.joined(separator: ", "))])]
  }
}

extension String {
  /// A moment `YYYY-MM-DDThh:mm:ssZ` for people: `YYYY-MM-DD hh:mm UTC`.
  var moment: String {
    let bytes = Array(utf8)
    guard bytes.count == 20 else { return self }
    return String(decoding: bytes[..<10], as: UTF8.self) + " "
      + String(decoding: bytes[11..<16], as: UTF8.self) + " UTC"
  }
}
