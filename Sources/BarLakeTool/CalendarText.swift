import BarLake
import BarLakeCommandSupport
import LakeInspection

/// The calendar of a lake as text: a line per month, with a mark per day.
enum CalendarText {
  /// - Parameter type: the only data type that was looked at; nil for all.
  static func text(_ calendar: LakeCalendar, of type: MarketDataType?) -> String {
    if calendar.dataTypes.isEmpty { return StatusText.nothing(of: type) + "\n" }
    let texts = calendar.dataTypes.map { "\n" + text($0, until: calendar.until) }
    return legend + "\n" + texts.joined()
  }

  private static let legend =
    "# done  f filtered  ! out of line  + not trading  - missing  u unfinished  h holiday  "
    + ". weekend"

  private static func text(_ type: DataTypeCalendar, until: CalendarDate) -> String {
    let heading = ["month", ruler] + columns.map(\.name)
    let rows = type.months.map { month in
      let counts = columns.map { $0.count(month) }.map { $0 == 0 ? "" : String($0) }
      return [month.name, String(month.days.map(mark))] + counts
    }
    var text = "\(type.dataType.rawValue)  expected up to \(until)\n"
    text += Text.table([heading] + rows, numbersFrom: 2)
    let outOfLine = type.months.flatMap(\.days).filter(\.isOutOfLine).map { day in
      let rows = Text.count(day.done?.rowCount ?? 0, "row")
      return "\(day.date) (\(rows), usually \(day.neighbourRowCount ?? 0))"
    }
    if !outOfLine.isEmpty { text += "out of line: \(StatusText.cut(outOfLine))\n" }
    if !type.gaps.isEmpty {
      text += "gaps: \(Text.count(type.gaps.count, "date")): \(DateRange.text(of: type.gaps))\n"
    }
    return text
  }

  /// The counts of a month, by the names of their columns.
  private static let columns: [(name: String, count: @Sendable (CalendarMonth) -> Int)] = [
    ("done", { $0.count(.done) }),
    ("filtered", { $0.count(.filtered) }),
    ("missing", { $0.count(.missing) }),
    ("holiday", { $0.count(.holiday) }),
    ("unfinished", { $0.count(.unfinished) }),
    ("out of line", { $0.outOfLineCount }),
  ]

  /// Some days of a month, above their marks.
  private static let ruler = "1    6    11   16   21   26"

  private static func mark(_ day: CalendarDay) -> Character {
    switch day.state {
    case .done where day.isOutOfLine: "!"
    case .done where day.isTradingDay == false, .filtered where day.isTradingDay == false: "+"
    case .done: "#"
    case .filtered: "f"
    case .missing: "-"
    case .unfinished: "u"
    case .holiday: "h"
    case .weekend: "."
    case .outside: " "
    }
  }
}
