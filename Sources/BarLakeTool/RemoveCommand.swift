import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeMaintenance

/// `barlake remove`: removes dates of a data type.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove dates of a data type from a lake.",
    discussion: """
      The date is made undone first, then its files and the folders that become empty are removed. \
      A removal that was interrupted is completed by the same command, and an ingest of the date \
      is possible at any time. The settings of the data type stay; if no date is left, the next \
      ingest may choose others. Exit status: 0 if every date was removed, 1 if one was not there \
      or failed, 64 for a wrong command line, 129, 130 or 143 after SIGHUP, Ctrl-C or SIGTERM.
      """)

  @Argument(help: "The lake's directory.")
  var lake: String

  @Option(
    help: "stocks_daily, stocks_minute, options_daily or options_minute.",
    completion: .choices(MarketDataType.self))
  var type: String

  @Option(help: "A date, YYYY-MM-DD. May be given more than once.")
  var date: [String]

  @Flag(help: "Only print what would be removed.")
  var dryRun = false

  @Flag(help: "Print one JSON object per date.")
  var json = false

  @OptionGroup var locks: LockOptions

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let remover = try printer.result(cancellation) { () throws(IngestError) in
      try LakeRemover(
        root: lake, dataType: type, isDryRun: dryRun, withoutLocks: locks.withoutLocks,
        cancellation: cancellation)
    }
    var hasFailed = false
    for date in date where !cancellation.isCancelled {
      switch Result(catching: { () throws(IngestError) in try remover.remove(date) }) {
      case .success(let removed):
        try printer.print(removed) { [Self.line($0)] }
      case .failure(let error):
        hasFailed = true
        try printer.print(error)
      }
    }
    if hasFailed || cancellation.isCancelled { throw ExitCode.failed(cancellation) }
  }

  private static func line(_ date: RemovedDate) -> String {
    let verb = date.isDryRun ? "would be removed" : "removed"
    return "\(date.date)  \(verb)  \(Text.count(date.fileCount, "file"))  "
      + ByteCountText.text(date.byteCount)
  }
}
