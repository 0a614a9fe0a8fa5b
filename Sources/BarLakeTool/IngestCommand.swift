import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeDateBatches

/// `barlake ingest`: ingests flat files into a lake, date by date, in order.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Ingest flat files, one per date, into a lake.",
    discussion: """
      Without --date, the name of each file must begin with its date: 2024-01-02.csv.gz. A folder \
      stands for all files YYYY-MM-DD.csv and YYYY-MM-DD.csv.gz in it and in its folders, in order \
      of their dates; other names, and folders that the vendor gives to another type, are passed \
      over. Exit status: 0 if every date was ingested, or skipped because it is done, whatever was \
      passed over; 1 if a date or an input failed (the others are ingested all the same), 64 for a \
      wrong command line, 129 after SIGHUP, 130 after Ctrl-C, 143 after SIGTERM.
      """)

  @Option(
    help: "stocks_daily, stocks_minute, options_daily or options_minute.",
    completion: .choices(MarketDataType.self))
  var type: String

  @Option(help: "The lake's directory; it is created if it is missing.", completion: .directory)
  var lake: String

  @Option(help: "The date of the INPUT, YYYY-MM-DD; only with one INPUT.")
  var date: String?

  @OptionGroup var reading: FlatFileReadingOptions

  @OptionGroup var lakeOptions: LakeWritingOptions

  @Flag(help: "Print what would be done with each date, and change nothing.")
  var dryRun = false

  @Flag(help: "Print errors and warnings only, and no progress.")
  var quiet = false

  @Flag(help: "Print one JSON object per date, each on one line.")
  var json = false

  @Argument(
    help: "Flat files, plain or gzip, and folders of them; or - for standard input.",
    completion: .file())
  var input: [String]

  func validate() throws {
    if lake.isEmpty { throw ValidationError("--lake is empty.") }
    if input.contains(where: \.isEmpty) { throw ValidationError("An INPUT is empty.") }
    if date != nil, input.count != 1 { throw ValidationError("--date needs exactly one INPUT.") }
    if date == nil, input.contains(where: { $0 == "-" }) {
      throw ValidationError("Standard input, -, needs --date, and no other INPUT beside it.")
    }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json, isQuiet: quiet)
    let batch = try printer.result(cancellation) { () throws(IngestError) in
      let inputs = try inputs(cancellation)
      if !quiet {
        for note in inputs.notes { printer.tell("note: \(note)") }
      }
      return try IngestBatch(
        self, inputs: inputs, printer: printer, cancellation: cancellation)
    }
    try batch.run().check(cancellation)
  }

  private func inputs(_ cancellation: Cancellation) throws(IngestError) -> BatchInputs {
    if let date { return BatchInputs(date: date, argument: input[0]) }
    return try BatchInputs(
      input, dataType: try MarketDataType(name: type), cancellation: cancellation)
  }

  /// The options, with the keys of the published configuration.
  var config: [String: ConfigValue] {
    lakeOptions.config.merging(reading.config) { _, last in last }
  }
}
