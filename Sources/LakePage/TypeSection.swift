internal import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import BarLakePages
internal import LakeInspection

/// The section of a data type: what it has and lacks, its last sync, the days to look at, and the
/// calendar.
struct TypeSection {
  private let status: DataTypeStatus
  private let calendar: DataTypeCalendar
  private let sync: KnownSync
  private let days: TypeDays

  /// - Parameters:
  ///   - status: what the lake has of the data type.
  ///   - calendar: its months.
  ///   - record: what its last sync did; nil if there is no record.
  init(_ status: DataTypeStatus, _ calendar: DataTypeCalendar, _ record: SyncRecord?) {
    self.status = status
    self.calendar = calendar
    sync = KnownSync(record)
    days = TypeDays(calendar, sync)
  }

  var html: [HTML] {
    [
      .element("p", ["class": "muted range"], range),
      .element(
        "div", ["class": "columns"],
        [
          .element("div", [.element("h3", "Stored"), .facts(stored)]),
          .element("div", [.element("h3", "Last sync")] + SyncFacts(sync.record).html),
        ]),
    ] + calendarHTML
  }

  private var range: String {
    guard let first = status.done.first, let last = status.done.last else {
      return "No date is done."
    }
    if first == last { return "One date, \(first)." }
    return "\(Text.grouped(status.done.count)) dates, \(first) to \(last)."
  }

  /// The faces of the calendar and how often each occurs. Those that do not occur are left out, but
  /// for the two that one looks for.
  private var legend: HTML {
    let faces = DayFace.allCases.filter {
      days.count($0) > 0 || $0 == .done || $0 == .missing
    }
    var items = faces.map { face in
      Self.item(face.style, Text.grouped(days.count(face)), face.counted(days.count(face)))
    }
    let doubtful = status.doubtful.count
    if doubtful > 0 {
      items.append(
        Self.item(
          "\(DayFace.done.style) \(DayFace.doubtfulStyle)", Text.grouped(doubtful),
          "with doubtful bars (\(DayText.bars(status.doubtfulBars)))"))
    }
    return .element("ul", ["class": "legend marks", "aria-label": "Days"], items)
  }

  private static func item(_ style: String, _ count: String, _ word: String) -> HTML {
    .element(
      "li",
      [
        .element("span", ["class": "cell \(style)", "aria-hidden": "true"], ""),
        .element("span", [.element("b", count), HTML(" \(word)")]),
      ])
  }

  private var stored: [(name: String, content: [HTML])] {
    var facts: [(String, String)] = [
      ("files", Text.grouped(status.fileCount)), ("rows", Text.grouped(status.rowCount)),
      ("size", ByteCountText.text(status.byteCount)),
    ]
    if let profile = status.profile, let partitioning = status.partitioning {
      facts.append(("profile", profile.rawValue))
      facts.append(
        (
          "partitioning",
          "by \(partitioning.rawValue)"
            + (status.embedPartitionColumns == true ? ", partition columns embedded" : "")
        ))
    } else {
      facts.append(("settings", "not readable"))
    }
    let extra = (status.extraColumns ?? []).map { "\($0.name):\($0.type.rawValue)" }
    if !extra.isEmpty { facts.append(("extra columns", extra.joined(separator: ", "))) }
    return facts.map { ($0, [HTML($1)]) }
  }

  private var calendarHTML: [HTML] {
    let lists = DayLists(status, days).html
    if calendar.months.isEmpty { return lists }
    return [.element("h3", "Calendar"), legend] + lists + [
      .element(
        "p", ["class": "note choose", "hidden": "hidden"],
        "Choose a day for its figures; arrow keys lead to others."),
      CalendarGrid(calendar.months, days).html,
    ]
  }
}
