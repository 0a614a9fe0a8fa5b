import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// The calendar of a lake as text: a line per month, with a mark per day.
enum CalendarText {
  /// - Parameter type: the only data type that was looked at; nil for all.
  static func lines(_ calendar: LakeCalendar, of type: MarketDataType?) -> [String] {
    if calendar.dataTypes.isEmpty { return [StatusText.nothing(of: type)] }
    return ([legend] + calendar.dataTypes.flatMap { [""] + lines($0, until: calendar.until) })
      .map(\.escapingControls)
  }

  private static let legend =
    "# done  f filtered  ! out of line  + not trading  - missing  u unfinished  h holiday  . weekend"

  private static func lines(_ type: DataTypeCalendar, until: CalendarDate) -> [String] {
    var lines = ["\(type.dataType.rawValue)  expected up to \(until)"]
    let counts = columns.map { (name, count) in
      let texts = type.months.map { count($0) == 0 ? "" : String(count($0)) }
      return column([name] + texts, isNumber: true)
    }
    let names = column(["month"] + type.months.map(\.name))
    let days = column([ruler] + type.months.map { String($0.days.map(mark)) })
    let table = [names, days] + counts
    lines += (0...type.months.count).map { row in
      var line = table.map { $0[row] }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    let outOfLine = type.months.flatMap(\.days).filter(\.isOutOfLine).map { day in
      let rows = Text.count(day.done?.rowCount ?? 0, "row")
      return "\(day.date) (\(rows), usually \(day.neighbourRowCount ?? 0))"
    }
    if !outOfLine.isEmpty { lines.append("out of line: \(StatusText.cut(outOfLine))") }
    if !type.gaps.isEmpty {
      lines.append("gaps: \(Text.count(type.gaps.count, "date")): \(StatusText.ranges(type.gaps))")
    }
    return lines
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

  /// Cells of one width; numbers stand at its right end.
  private static func column(_ cells: [String], isNumber: Bool = false) -> [String] {
    let width = cells.map(\.count).max() ?? 0
    return cells.map { cell in
      let blanks = String(repeating: " ", count: width - cell.count)
      return isNumber ? blanks + cell : cell + blanks
    }
  }
}
