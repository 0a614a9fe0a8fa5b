import BarLake
import BarLakeTestSupport
import LakeInspection

extension SyncRecord {
  /// A record of daily bars of stocks with these dates.
  static func of(
    reissued: [String] = [], notPublished: [String] = [], awaited: [String] = [],
    forbidden: [String] = [], failed: [String] = [], isWhole: Bool = true
  ) throws -> SyncRecord {
    func dates(_ texts: [String]) throws -> [CalendarDate] {
      try texts.map { try CalendarDate($0) }
    }
    return SyncRecord(
      dataType: .stocksDaily, ended: "2024-02-01T06:07:08Z", source: "<here>",
      since: try CalendarDate("2024-01-01"), until: try CalendarDate("2024-01-31"), ingested: 1,
      reissued: try dates(reissued), notPublished: try dates(notPublished),
      awaited: try dates(awaited), forbidden: try dates(forbidden), failed: try dates(failed),
      isWhole: isWhole)
  }
}

extension Lake {
  /// The calendar of the first data type.
  func calendar(until: String) throws -> DataTypeCalendar {
    LakeCalendar(try LakeStatus(root: root), until: try CalendarDate(until)).dataTypes[0]
  }

  /// A lake with a day of each kind in January 2024, expected up to the 19th: done from the 2nd to
  /// the 10th, and also on Saturday the 6th; the 3rd with a filter and the 9th unfinished; on the
  /// 10th too few rows, on the 11th too many; the 12th is missing, and the 16th to the 19th too.
  static func ofEachKind() throws -> Lake {
    let lake = try Lake()
    for day in ["02", "03", "04", "05", "06", "08", "09"] {
      try lake.ingest(
        Bars.few, date: "2024-01-\(day)", symbols: day == "03" ? ["A", "ZZ"] : nil)
    }
    try lake.remove(Lake.file("2024-01-09"))
    try lake.ingest(Bars.of("A"), date: "2024-01-10")
    try lake.ingest(Bars.of("A", "B", "C", "D", "E", "E"), date: "2024-01-11")
    for day in ["22", "23", "24"] { try lake.ingest(Bars.few, date: "2024-01-\(day)") }
    return lake
  }
}
