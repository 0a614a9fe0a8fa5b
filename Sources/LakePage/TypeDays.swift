internal import BarLake
package import LakeInspection

/// The days of a data type with their faces, and how many there are of each.
package struct TypeDays {
  /// A day that has a face.
  package struct Known {
    package var day: CalendarDay
    package var face: DayFace
    /// What is known of it, as one line.
    package var text: String
    package var isDoubtful: Bool
  }

  /// All days that have a face, in order.
  package private(set) var known: [Known] = []
  private var counts: [DayFace: Int] = [:]
  /// Whether something is known of a Saturday or Sunday.
  package private(set) var hasWeekends = false
  private var positions: [CalendarDate: Int] = [:]

  /// - Parameters:
  ///   - calendar: the months of the data type.
  ///   - sync: what its last sync found.
  package init(_ calendar: DataTypeCalendar, _ sync: KnownSync) {
    for day in calendar.months.lazy.flatMap(\.days) {
      guard let face = DayFace(day, sync) else { continue }
      positions[day.date] = known.count
      known.append(
        Known(
          day: day, face: face, text: DayText.text(day, face, sync),
          isDoubtful: day.done?.doubtful.map { !$0.isEmpty } ?? false))
      counts[face, default: 0] += 1
      if day.date.weekday == .saturday || day.date.weekday == .sunday { hasWeekends = true }
    }
  }

  /// What is known of a date; nil where nothing is and nothing is expected.
  func known(_ date: CalendarDate) -> Known? { positions[date].map { known[$0] } }

  package func count(_ face: DayFace) -> Int { counts[face] ?? 0 }

  func dates(_ face: DayFace) -> [CalendarDate] {
    known.filter { $0.face == face }.map(\.day.date)
  }
}
