import ArgumentParser
import BarLake
import FlatFiles

/// The options that choose days of the vendor's files.
struct DayOptions: ParsableArguments {
  @Option(help: "One day, YYYY-MM-DD.")
  var date: String?

  @Option(help: "The trading days from this one on.")
  var since: String?

  @Option(help: "With --since: the last day (default: yesterday).")
  var until: String?

  @Option(parsing: .unconditional, help: "The last trading days before today, as their number.")
  var last: Int?

  func validate() throws {
    if [date != nil, since != nil, last != nil].count(where: \.self) != 1 {
      throw ValidationError("Give one of --date, --since and --last.")
    }
    if until != nil, since == nil { throw ValidationError("--until needs --since.") }
  }

  /// The days that the options choose.
  func requested(today: CalendarDate) throws(IngestError) -> RequestedDays {
    try RequestedDays(date: date, since: since, until: until, last: last, today: today)
  }
}
