import BarLake
import Foundation

extension CalendarDate {
  /// The day in UTC.
  static var today: CalendarDate {
    CalendarDate(daysSinceEpoch: Int32((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
  }
}
