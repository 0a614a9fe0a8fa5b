package import LakeInspection

/// What a day looks like in the calendar: one shape and one colour, whatever else is known of it.
package enum DayFace: String, CaseIterable, Sendable {
  /// Done, with all symbols.
  case done
  /// Done for some symbols.
  case filtered
  /// Done on a day without trade.
  case closed
  /// Done, from a source that the vendor has replaced since.
  case reissued
  /// Done, with far fewer rows than its neighbours.
  case small
  /// Done, with far more rows than its neighbours.
  case large
  /// Begun and not done.
  case unfinished
  /// Expected, and nothing is there.
  case missing
  /// Expected, and the vendor has no file of it, or none yet.
  case unpublished
  case holiday

  /// The face of a day; nil where nothing is and nothing is expected.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - sync: what the last sync found.
  package init?(_ day: CalendarDay, _ sync: KnownSync) {
    switch day.state {
    case .done, .filtered: self = Self.done(day, sync)
    case .unfinished: self = .unfinished
    case .missing: self = sync.isUnpublished(day.date) ? .unpublished : .missing
    case .holiday: self = .holiday
    case .weekend, .outside: return nil
    }
  }

  private static func done(_ day: CalendarDay, _ sync: KnownSync) -> DayFace {
    if sync.isReissued(day.date) { return .reissued }
    if day.isOutOfLine, let rows = day.done?.rowCount, let usual = day.neighbourRowCount {
      return rows < usual ? .small : .large
    }
    if day.state == .filtered { return .filtered }
    return day.isTradingDay == false ? .closed : .done
  }

  /// The name of the class that gives a cell its looks. One letter: there are many cells.
  package var style: String {
    switch self {
    case .done: "d"
    case .filtered: "f"
    case .closed: "c"
    case .reissued: "r"
    case .small: "s"
    case .large: "l"
    case .unfinished: "u"
    case .missing: "m"
    case .unpublished: "n"
    case .holiday: "h"
    }
  }

  /// The class, beside that of a face, of a day with doubtful bars.
  static let doubtfulStyle = "b"

  /// What the legend calls so many days.
  package func counted(_ count: Int) -> String {
    switch self {
    case .small, .large: "with \(word)"
    case .holiday: count == 1 ? word : "holidays"
    default: word
    }
  }

  /// What a day itself is called.
  package var word: String {
    switch self {
    case .done: "done"
    case .filtered: "done for some symbols"
    case .closed: "done, no trading day"
    case .reissued: "reissued since"
    case .small: "unusually few rows"
    case .large: "unusually many rows"
    case .unfinished: "unfinished"
    case .missing: "missing"
    case .unpublished: "not published"
    case .holiday: "holiday"
    }
  }
}
