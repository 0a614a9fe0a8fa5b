internal import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
package import BarLakePages
package import LakeInspection

/// The calendar of a data type: years, the newest first, of twelve months each, whose rows are
/// weeks.
///
/// Weekends have no columns where nothing is known of any, as in every lake that was made from the
/// vendor's files.
package struct CalendarGrid {
  private let months: [CalendarMonth]
  private let days: TypeDays

  package init(_ months: [CalendarMonth], _ days: TypeDays) {
    self.months = months
    self.days = days
  }

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private var columnCount: Int { days.hasWeekends ? 7 : 5 }

  package var html: HTML {
    let years = Dictionary(grouping: months, by: \.year).sorted { $0.key > $1.key }
    return .element(
      "div", ["class": "calendar", "data-columns": "\(columnCount)"],
      years.map { year($0.key, $0.value) } + [Self.line])
  }

  /// What is known of the day that was chosen; the page's script fills and shows it.
  private static let line = HTML.element(
    "div", ["class": "chosen", "hidden": "hidden"],
    [
      .element("button", ["type": "button", "class": "earlier", "aria-label": "Day before"], "‹"),
      .element("p", ["class": "text"], ""),
      .element("button", ["type": "button", "class": "later", "aria-label": "Day after"], "›"),
    ])

  private func year(_ number: Int, _ months: [CalendarMonth]) -> HTML {
    let present = Dictionary(uniqueKeysWithValues: months.map { ($0.month, $0) })
    let last = months.last?.month ?? 0
    return .element(
      "div", ["class": "year"],
      [
        .element(
          "h4",
          [
            .element("span", ["class": "number"], Self.digits(number)),
            .element("span", ["class": "muted"], figures(months)),
          ]),
        // Months before the first one keep its place.
        .element(
          "div", ["class": "months"],
          (1...12).filter { $0 <= last }.map { present[$0].map(month) ?? .element("div", "") }),
      ])
  }

  private static func digits(_ year: Int) -> String {
    String(repeating: "0", count: max(4 - String(year).count, 0)) + String(year)
  }

  private func figures(_ months: [CalendarMonth]) -> String {
    let faces = months.lazy.flatMap(\.days).compactMap { days.known($0.date)?.face }
    let done = months.reduce(0) { $0 + $1.count(.done) + $1.count(.filtered) }
    var parts = ["\(done) done"]
    for face in [DayFace.unfinished, .missing] {
      let count = faces.count { $0 == face }
      if count > 0 { parts.append("\(count) \(face.word)") }
    }
    let rows = months.reduce(0) { $0 + $1.rowCount }
    if done > 0 {
      parts.append("\(Text.grouped(rows)) \(rows == 1 ? "row" : "rows")")
      parts.append(ByteCountText.text(months.reduce(0) { $0 + $1.byteCount }))
    }
    return parts.joined(separator: " · ")
  }

  private func month(_ month: CalendarMonth) -> HTML {
    let name = Self.names[month.month - 1]
    var weeks: [[HTML]] = [[]]
    for day in month.days {
      let column = Self.column(day.date)
      if column >= columnCount { continue }
      if column == 0, !weeks[0].isEmpty { weeks.append([]) }
      if day.date.day <= 7, weeks[0].isEmpty, column > 0 {
        weeks[0].append(.element("td", ["colspan": column == 1 ? "" : "\(column)"], ""))
      }
      weeks[weeks.count - 1].append(cell(day))
    }
    return .element(
      "table", ["aria-label": "\(name) \(month.year)"],
      [.element("caption", String(name.prefix(3)))]
        + weeks.map { .element("tr", $0) })
  }

  /// The column of a day: 0 for Mondays.
  private static func column(_ date: CalendarDate) -> Int { (date.weekday.rawValue + 6) % 7 }

  private func cell(_ day: CalendarDay) -> HTML {
    guard let known = days.known(day.date) else {
      let isQuiet = day.state == .outside && Self.column(day.date) < 5
      return .element("td", ["class": isQuiet ? "o" : ""], "")
    }
    let style = known.face.style + (known.isDoubtful ? " \(DayFace.doubtfulStyle)" : "")
    return .element("td", ["class": style, "title": known.text], "")
  }
}
