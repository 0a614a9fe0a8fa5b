import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeSync

/// The options of commands that read flat files: by which engine, and which rows.
struct FlatFileReadingOptions: ParsableArguments {
  @Option(
    help: """
      polars: all cores; streaming: least memory; lazy: with --symbols, other rows are checked for \
      structure and ticker only.
      """)
  var engine: SyncWork.Engine = .polars

  // Numbers are parsed below, so that a wrong number, negative ones included, gives the library's
  // error.
  @Option(
    parsing: .unconditional, help: "Rows per chunk of the streaming engine (default: 100000).")
  var chunkSize: String?

  @Option(
    help: """
      Only these symbols, separated by commas; blanks around them are ignored. For options: \
      tickers or underlyings. May be given more than once.
      """)
  var symbols: [String] = []

  @Option(help: "Only the symbols in this file, one per line; blanks around them are ignored.")
  var symbolsFile: String?

  @Flag(help: "Reject rows whose timestamp is of another day.")
  var strictDates = false

  @Flag(
    help: """
      Reject rows that look wrong: repeated keys, rows out of order, prices that contradict each \
      other, bars of another data type.
      """)
  var strictBars = false

  func validate() throws {
    if chunkSize != nil, engine != .streaming {
      throw ValidationError("--chunk-size needs --engine streaming.")
    }
    if !symbols.isEmpty, symbolsFile != nil {
      throw ValidationError("--symbols and --symbols-file cannot be used together.")
    }
  }

  /// The options, with the keys of the published configuration.
  var config: [String: ConfigValue] {
    var config: [String: ConfigValue] = [
      "strict_dates": .bool(strictDates), "strict_bars": .bool(strictBars),
    ]
    if let chunkSize { config["chunk_size"] = LakeWritingOptions.integer(chunkSize) }
    return config
  }

  /// The symbols that the options name; nil if there is no filter. An empty list is an error: for
  /// the library it would mean all symbols, which is not what a user means who gives a list.
  func namedSymbols(_ cancellation: Cancellation) throws(IngestError) -> [String]? {
    let named: [String]
    let given: String
    if let path = symbolsFile {
      named = try SymbolFilter.symbols(inFile: path, cancellation: cancellation)
      given = path
    } else if !symbols.isEmpty {
      named = symbols.flatMap(SymbolFilter.symbols(inList:))
      given = symbols.joined(separator: ",")
    } else {
      return nil
    }
    guard !named.isEmpty else {
      throw IngestError(
        code: .invalidArgument, token: IngestError.printable(Array(given.utf8)),
        message: "there is no symbol in \"\(given)\"")
    }
    return named
  }
}

extension SyncWork.Engine: ExpressibleByArgument {}
