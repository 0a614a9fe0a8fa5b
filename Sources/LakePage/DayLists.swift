internal import BarLake
internal import BarLakeCommandSupport
package import BarLakePages
package import LakeInspection

/// The days that one may want to look at, as lists below a line that opens: what the calendar shows
/// of them, for those who have no pointer and no script.
package struct DayLists {
  private let status: DataTypeStatus
  private let days: TypeDays

  package init(_ status: DataTypeStatus, _ days: TypeDays) {
    self.status = status
    self.days = days
  }

  /// The largest number of lines of a list.
  private static let limit = 250

  package var html: [HTML] {
    let missing = list(DayFace.missing.word, DateRange.ranges(of: days.dates(.missing)))
    let faces: [DayFace] = [
      .unpublished, .unfinished, .reissued, .small, .large, .filtered, .closed,
    ]
    let doubtful = days.known.filter(\.isDoubtful)
    let lists =
      [missing]
      + faces.map { face in
        list(face.counted(days.count(face)), days.known.filter { $0.face == face })
      } + [list("with doubtful bars", doubtful), foreign]
    let shown = lists.compactMap(\.self)
    if shown.isEmpty { return [] }
    return [.details([HTML("Days to look at, as lists")], shown.flatMap(\.self))]
  }

  private func list(_ word: String, _ days: [TypeDays.Known]) -> [HTML]? {
    Self.list("\(Text.grouped(days.count)) \(word)", days.reversed().map(\.text))
  }

  private func list(_ word: String, _ ranges: [DateRange]) -> [HTML]? {
    let count = ranges.reduce(0) { $0 + $1.count }
    let lines = ranges.reversed().map { range in
      range.count == 1 ? DayText.name(range.first) : "\(range), \(Text.count(range.count, "day"))"
    }
    return Self.list("\(Text.grouped(count)) \(word)", lines)
  }

  /// What belongs to no date.
  private var foreign: [HTML]? {
    Self.list(Text.count(status.foreign.count, "foreign file"), status.foreign)
  }

  /// A heading and a list; nil if it has no line.
  private static func list(_ title: String, _ lines: [String]) -> [HTML]? {
    lines.isEmpty ? nil : [.element("h4", title)] + self.lines(lines)
  }

  /// The first lines, and how many more there are.
  static func lines(_ lines: [String]) -> [HTML] {
    let more = lines.count - limit
    let items = lines.prefix(limit).map { HTML.element("li", $0) }
    return [.element("ul", ["class": "plain"], items)]
      + (more > 0 ? [.element("p", ["class": "muted"], "and \(Text.grouped(more)) more")] : [])
  }
}
