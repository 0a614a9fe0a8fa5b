import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeLakePage
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

      With --html, FILE becomes a page with the same calendar, the figures of each day and the \
      last sync. It is one file that needs no network, and it is replaced in one step.

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

  @Option(
    help: ArgumentHelp(
      "Write a page for a browser to this file, or to standard output with -.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Option(
    help: """
      With --calendar, --gaps or --html: the last day that is expected (default: yesterday).
      """)
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
    if html != nil, json || gaps || calendar {
      throw ValidationError("--html cannot be used with --json, --gaps or --calendar.")
    }
    if until != nil, !gaps, !calendar, html == nil {
      throw ValidationError("--until needs --calendar, --gaps or --html.")
    }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let (status, until, type, file) = try printer.result(cancellation) { () throws(IngestError) in
      let file = try html.flatMap { path throws(IngestError) in
        path == "-" ? nil : try PageFile(path)
      }
      let until =
        try self.until.map { text throws(IngestError) in try CalendarDate(text) }
        ?? CalendarDate(daysSinceEpoch: CalendarDate.today.daysSinceEpoch - 1)
      let type = try self.type.map { name throws(IngestError) in try MarketDataType(name: name) }
      let status = try LakeStatus(
        root: lake, dataType: type, comparingSizes: sizes, cancellation: cancellation)
      return (status, until, type, file)
    }
    if html != nil {
      try writePage(status, until: until, of: type, to: file, printer, cancellation)
    } else if gaps {
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

  /// Writes the page to the file, and says so; without one, to standard output.
  private func writePage(
    _ status: LakeStatus, until: CalendarDate, of type: MarketDataType?, to file: PageFile?,
    _ printer: ResultPrinter, _ cancellation: Cancellation
  ) throws(ExitCode) {
    let records = status.dataTypes.map(\.dataType)
      .compactMap { SyncRecord.read(of: $0, root: lake) }
    let page = LakePage(
      status, LakeCalendar(status, until: until),
      records: Dictionary(uniqueKeysWithValues: records.map { ($0.dataType, $0) }), root: lake,
      made: UTCTime.now, only: type
    ).text
    guard let file else { return try Console.write(page) }
    try printer.result(cancellation) { () throws(IngestError) in
      do throws(SystemError) {
        try cancellation.check()
      } catch {
        throw .io(error, root: "")
      }
      try file.write(page)
    }
    let size = ByteCountText.text(page.utf8.count)
    try Console.write("\(file.path)  \(size)".escapingControls + "\n")
  }
}
