package import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
package import LakeInspection

/// What is known of a day, as one line.
package enum DayText {
  /// The line of a day with a face: `2024-01-03 Wed: done, 10,412 rows (usually 10,398) in 1 file,
  /// 312.4 kB`.
  package static func text(_ day: CalendarDay, _ face: DayFace, _ sync: KnownSync) -> String {
    var parts = face == .holiday ? [day.holiday ?? face.word] : [face.word]
    if let done = day.done {
      if let count = done.symbolCount {
        parts.append("\(CountText.text(count, "symbol")) asked for")
      }
      parts += [rows(done, usual: day.neighbourRowCount), ByteCountText.text(done.byteCount)]
      if let doubtful = done.doubtful, !doubtful.isEmpty { parts.append(bars(doubtful)) }
      if let holiday = day.holiday { parts.append(holiday) }
    } else if let finding = sync.finding(day.date), day.state != .holiday {
      parts.append(finding)
    }
    if day.isInProgress { parts.append("in progress") }
    return "\(name(day.date)): \((parts + day.reasons).joined(separator: ", "))"
  }

  /// A date and its day of the week.
  static func name(_ date: CalendarDate) -> String {
    let weekday = "\(date.weekday)".prefix(3)
    return "\(date) \(weekday.prefix(1).uppercased())\(weekday.dropFirst())"
  }

  private static func rows(_ done: DoneDate, usual: Int?) -> String {
    let rows = "\(Text.grouped(done.rowCount)) \(done.rowCount == 1 ? "row" : "rows")"
    let usual = usual.map { " (usually \(Text.grouped($0)))" } ?? ""
    return "\(rows)\(usual) in \(Text.grouped(done.fileCount)) "
      + (done.fileCount == 1 ? "file" : "files")
  }

  /// The doubtful bars of each kind that there are.
  package static func bars(_ doubtful: DoubtfulBars) -> String {
    let kinds = [
      (doubtful.repeatedKeys, "repeated key"), (doubtful.unorderedRows, "unordered row"),
      (doubtful.inconsistentBars, "inconsistent bar"),
      (doubtful.wrongTypeRows, "row of a wrong type"),
    ]
    return kinds.filter { $0.0 > 0 }.map { count, kind in
      let plural = kind == "row of a wrong type" ? "rows of a wrong type" : kind + "s"
      return "\(Text.grouped(count)) \(count == 1 ? kind : plural)"
    }.joined(separator: ", ")
  }
}
