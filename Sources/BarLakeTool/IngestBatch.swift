import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport

/// Ingests the dates of one command line, in order.
struct IngestBatch {
  private let ingestor: any BaseIngestor
  private let isLazy: Bool
  private let symbols: [String]?
  private let inputs: [(date: String, source: ByteSource)]
  private let printer: ResultPrinter
  private let cancellation: Cancellation

  init(
    _ command: IngestCommand, inputs: [(date: String, source: ByteSource)],
    printer: ResultPrinter, cancellation: Cancellation
  ) throws(IngestError) {
    self.inputs = inputs
    self.printer = printer
    self.cancellation = cancellation
    isLazy = command.engine == .lazy
    symbols = try Self.symbols(command, cancellation)
    let context = try IngestContext(
      dataType: command.type, outputRoot: command.lake, config: command.config,
      logger: StandardErrorLog.logger, cancellation: cancellation, progress: printer.progress)
    ingestor =
      command.engine == .streaming
      ? StreamingIngestor(context: context) : PolarsIngestor(context: context)
  }

  /// The symbols of the command line; nil if it has no filter. An empty list is an error: for the
  /// library it would mean all symbols, which is not what a user means who gives a list.
  private static func symbols(
    _ command: IngestCommand, _ cancellation: Cancellation
  ) throws(IngestError) -> [String]? {
    let symbols: [String]
    let given: String
    if let path = command.symbolsFile {
      symbols = try SymbolFilter.symbols(inFile: path, cancellation: cancellation)
      given = path
    } else if !command.symbols.isEmpty {
      symbols = command.symbols.flatMap(SymbolFilter.symbols(inList:))
      given = command.symbols.joined(separator: ",")
    } else {
      return nil
    }
    guard !symbols.isEmpty else {
      throw IngestError(
        code: .invalidArgument, token: IngestError.printable(Array(given.utf8)),
        message: "there is no symbol in \"\(given)\"")
    }
    return symbols
  }

  /// How a command line ended; of two, the later case is the worse.
  enum Ending: Int, Comparable {
    case succeeded
    /// A date failed.
    case failed
    /// A date was interrupted, or not started because of an interruption.
    case interrupted

    static func < (one: Ending, other: Ending) -> Bool { one.rawValue < other.rawValue }
  }

  /// Ingests and prints each date until one is interrupted. An interruption after the last date is
  /// done changes nothing.
  func ingestAll() -> Ending {
    var ending = Ending.succeeded
    for (number, (date, source)) in inputs.enumerated() {
      if cancellation.isCancelled {
        let left = Text.count(inputs.count - number, "date")
        Console.tell("interrupted: \(left) not started, from \(date.escapingControls) on\n")
        return .interrupted
      }
      let outcome = ingest(date, source)
      if case .failure = outcome { ending = cancellation.isCancelled ? .interrupted : .failed }
      do throws(ExitCode) {
        try printer.print(outcome)
      } catch {
        // The date is done, but its result could not be written. Go on with the other dates.
        ending = .failed
      }
    }
    return ending
  }

  private func ingest(
    _ date: String, _ source: ByteSource
  ) -> Result<IngestResult, IngestError> {
    do throws(IngestError) {
      if isLazy, let ingestor = ingestor as? PolarsIngestor {
        return .success(try ingestor.ingestLazy(date, data: source, symbols: symbols))
      }
      return .success(try ingestor.ingestDate(date, data: source, symbols: symbols))
    } catch {
      return .failure(error)
    }
  }
}
