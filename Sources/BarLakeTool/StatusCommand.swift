import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// `barlake status`: prints what a lake has and lacks.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the dates that a lake has, trading days that it lacks, and leftovers.",
    discussion: """
      Trading days are those of the US stock exchanges from 2003 on. A date is done if its \
      manifest is valid and the files that it lists exist. No data file is opened; use barlake \
      verify for that.

      With --calendar there is one line per month. Its marks are the days; the counts are those of \
      dates that are done with all symbols, filtered (done for some symbols), missing, holidays, \
      unfinished, and out of line: their number of rows is far from that of the dates around them.

      Gaps are the trading days that are not done, from the first date that is done up to \
      yesterday in UTC: the file of a day comes on the following one.

      Exit status: 0, or 1 after an error, for example if LAKE is not a lake.
      """)

  @Argument(help: "The lake's directory.", completion: .directory)
  var lake: String

  @Option(help: "Only this data type.", completion: .choices(MarketDataType.self))
  var type: String?

  @Flag(help: "Print one line per month, with a mark per day.")
  var calendar = false

  @Flag(help: "Print the gaps of --type and nothing else: one date per line.")
  var gaps = false

  @Option(help: "With --calendar or --gaps: the last day that is expected (default: yesterday).")
  var until: String?

  @Flag(help: "Print one JSON object, with every date.")
  var json = false

  @Flag(help: "Also compare the size of every file with its manifest, as an ingest does.")
  var sizes = false

  func validate() throws {
    if gaps, type == nil { throw ValidationError("--gaps needs --type.") }
    if gaps, calendar { throw ValidationError("--gaps and --calendar cannot be used together.") }
    if gaps, json {
      throw ValidationError("--gaps prints dates alone; use --calendar with --json.")
    }
    if until != nil, !gaps, !calendar {
      throw ValidationError("--until needs --calendar or --gaps.")
    }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let (status, until, type) = try printer.result(cancellation) { () throws(IngestError) in
      let until =
        try self.until.map { text throws(IngestError) in try CalendarDate(text) }
        ?? CalendarDate(daysSinceEpoch: CalendarDate.today.daysSinceEpoch - 1)
      let type = try self.type.map { name throws(IngestError) in try MarketDataType(name: name) }
      let status = try LakeStatus(
        root: lake, dataType: type, comparingSizes: sizes, cancellation: cancellation)
      return (status, until, type)
    }
    if gaps {
      if status.dataTypes.allSatisfy(\.doneDates.isEmpty) {
        // No output must not look as if all were done.
        Console.tell("no date is done, so no date is expected\n")
      }
      let months = LakeCalendar(status, until: until)
      try Console.write(months.dataTypes.flatMap(\.gaps).map { "\($0)\n" }.joined())
    } else if calendar {
      let months = LakeCalendar(status, until: until)
      try json ? printer.printJSON(months) : Console.write(CalendarText.text(months, of: type))
    } else {
      try printer.print(status) { StatusText.lines($0, of: type) }
    }
  }
}
