import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeDateBatches

/// `barlake ingest`: ingests flat files into a lake, one date after the other.
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

  enum Engine: String, CaseIterable, ExpressibleByArgument {
    case polars, streaming, lazy
  }

  @Option(
    help: "stocks_daily, stocks_minute, options_daily or options_minute.",
    completion: .choices(MarketDataType.self))
  var type: String

  @Option(help: "The lake's directory; it is created if it is missing.", completion: .directory)
  var lake: String

  @Option(help: "The date of the INPUT, YYYY-MM-DD; only with one INPUT.")
  var date: String?

  @Option(
    help: """
      polars: all cores; streaming: least memory; lazy: with --symbols, other rows are checked for \
      structure and ticker only.
      """)
  var engine: Engine = .polars

  // Numbers are parsed below, so that a wrong number, negative ones included, gives the library's
  // error.
  @Option(
    parsing: .unconditional, help: "Rows per chunk of the streaming engine (default: 100000).")
  var chunkSize: String?

  @Option(
    parsing: .unconditional,
    help: "Threads (default: one per processor); streaming uses two at most.")
  var threads: String?

  @Option(
    help: "Column types: portable or classic (default: the lake's, or portable).",
    completion: .choices(Profile.self))
  var profile: String?

  @Option(
    help: """
      Files of a date: date, one file, or symbol, one file per symbol (default: the lake's, or \
      symbol for minute types and date for daily types).
      """, completion: .choices(Partitioning.self))
  var partitionBy: String?

  @Option(
    help: """
      Only these symbols, separated by commas; blanks around them are ignored. For options: \
      tickers or underlyings. May be given more than once.
      """)
  var symbols: [String] = []

  @Option(help: "Only the symbols in this file, one per line; blanks around them are ignored.")
  var symbolsFile: String?

  @Option(
    help: "If the date is done: skip, overwrite or error (default: skip).",
    completion: .choices(ExistingFilePolicy.self))
  var onExisting: String?

  @Option(
    help: "Volumes with a fraction in profile classic: error or round (default: error).",
    completion: .choices(FractionalVolume.self))
  var fractionalVolume: String?

  @Flag(help: "Reject rows whose timestamp is of another day.")
  var strictDates = false

  @Flag(
    help: """
      Reject rows that look wrong: repeated keys, rows out of order, prices that contradict each \
      other, bars of another data type.
      """)
  var strictBars = false

  @Flag(
    help: """
      Go on where the lake's file system offers no locks. You promise that nobody else writes to \
      the lake meanwhile.
      """)
  var withoutLocks = false

  @Flag(
    inversion: .prefixedNo,
    help: """
      Store the columns that folders name (year, month, symbol) in the files too. Not every \
      reader opens such a lake as a whole (default: the lake's, or no).
      """)
  var embedPartitionColumns: Bool?

  @Option(
    help: """
      Keep these columns too: NAME:TYPE,… (bool int64 double date timestamp string). May be given \
      more than once. '' keeps none (default: the lake's, or none).
      """)
  var extraColumns: [String] = []

  @Option(
    parsing: .unconditional,
    help: "The most memory that the process may use, in GiB (default: 14).")
  var maxMemoryGb: String?

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
    if chunkSize != nil, engine != .streaming {
      throw ValidationError("--chunk-size needs --engine streaming.")
    }
    if !symbols.isEmpty, symbolsFile != nil {
      throw ValidationError("--symbols and --symbols-file cannot be used together.")
    }
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
    let batch: IngestBatch
    do throws(IngestError) {
      let inputs = try inputs(cancellation)
      if !quiet {
        for note in inputs.notes { printer.tell("note: \(note)") }
      }
      batch = try IngestBatch(
        self, inputs: inputs, printer: printer, cancellation: cancellation)
    } catch {
      try printer.print(error)
      throw ExitCode.failed(cancellation)
    }
    switch batch.run() {
    case .succeeded: break
    case .failed: throw ExitCode.failure
    case .interrupted: throw ExitCode.failed(cancellation)
    }
  }

  private func inputs(_ cancellation: Cancellation) throws(IngestError) -> BatchInputs {
    if let date { return BatchInputs(date: date, argument: input[0]) }
    return try BatchInputs(
      input, dataType: try MarketDataType(name: type), cancellation: cancellation)
  }

  /// The options, with the keys of the published configuration.
  var config: [String: ConfigValue] {
    var config: [String: ConfigValue] = [
      "strict_dates": .bool(strictDates),
      "strict_bars": .bool(strictBars),
      "without_locks": .bool(withoutLocks),
    ]
    if let embedPartitionColumns {
      config["embed_partition_columns"] = .bool(embedPartitionColumns)
    }
    if let chunkSize { config["chunk_size"] = Self.integer(chunkSize) }
    if let threads { config["threads"] = Self.integer(threads) }
    if let profile { config["profile"] = .string(profile) }
    if let partitionBy { config["partitioning"] = .string(partitionBy) }
    if let onExisting { config["on_existing"] = .string(onExisting) }
    if let fractionalVolume { config["fractional_volume"] = .string(fractionalVolume) }
    if !extraColumns.isEmpty {
      config["extra_columns"] = .string(extraColumns.joined(separator: ","))
    }
    if let maxMemoryGb { config["resource_limits.max_memory_gb"] = Self.number(maxMemoryGb) }
    return config
  }

  /// `text` as an integer; any other text stays a text, which the option then refuses.
  private static func integer(_ text: String) -> ConfigValue {
    Int(text).map { .int($0) } ?? .string(text)
  }

  /// As above, for any number.
  private static func number(_ text: String) -> ConfigValue {
    guard let number = Double(text), number.isFinite else { return .string(text) }
    return Int(text).map { .int($0) } ?? .double(number)
  }
}
