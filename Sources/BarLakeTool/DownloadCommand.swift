import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import FlatFiles

/// `barlake download`: mirrors flat files of the vendor's bucket.
struct DownloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download",
    abstract: "Download flat files from the vendor's bucket into a mirror.",
    discussion: """
      A file that the mirror has with the same size and ETag is skipped, and a download that was \
      cut is continued. The credentials are those of polygon in credentials.yaml, or of the \
      environment variables BARLAKE_S3_ACCESS_KEY_ID and BARLAKE_S3_SECRET_ACCESS_KEY. Exit \
      status: 0 if everything is there, 75 if only trying again later may help, 1 after another \
      error, 64 for a wrong command line, 130 after Ctrl-C, 143 after SIGTERM.
      """)

  @Option(
    help: "stocks_daily, stocks_minute, options_daily or options_minute.",
    completion: .choices(MarketDataType.self))
  var type: String

  @OptionGroup var days: DayOptions

  @Option(help: "The mirror's directory (default: raw below the configuration's data_root).")
  var raw: String?

  @Flag(help: "Print what would be downloaded, and download nothing.")
  var dryRun = false

  @Flag(help: "Print one JSON object per file, each on one line.")
  var json = false

  @OptionGroup var options: ConfigOptions

  func validate() throws {
    if raw?.isEmpty == true { throw ValidationError("--raw is empty.") }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let config = try options.load(printer)
    let batch: DownloadBatch
    do throws(IngestError) {
      batch = try DownloadBatch(self, config, today: .today, printer: DownloadPrinter(printer))
    } catch {
      try printer.print(error)
      throw ExitCode.failure
    }
    let ending = AsyncWork.wait(cancellation) { await batch.run() }
    if ending != .succeeded, cancellation.isCancelled { throw ExitCode.failed(cancellation) }
    if ending != .succeeded { throw ExitCode(ending.exitStatus) }
  }
}
