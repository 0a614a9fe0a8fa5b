import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeDateBatches
import BarLakeSync
import LakeInspection

/// Ingests the dates of one command line, in groups and in order, or says what that would do.
struct IngestBatch {
  /// What is done with each date.
  private enum Work {
    case ingest(GroupedIngest)
    case forecast(IngestForecast)
  }

  private let work: Work
  private let inputs: [BatchInputs.Input]
  private let printer: ResultPrinter
  private let log: BatchLog
  private let cancellation: Cancellation
  private let progress: SharedProgress?
  /// Whether the same call, made again, skips the dates that this one has done.
  private let skipsDone: Bool

  init(
    _ command: IngestCommand, inputs: BatchInputs, printer: ResultPrinter,
    cancellation: Cancellation
  ) throws(IngestError) {
    self.inputs = inputs.inputs
    self.printer = printer
    self.cancellation = cancellation
    log = BatchLog(printer)
    skipsDone = command.lakeOptions.skipsDone
    let symbols = try command.reading.namedSymbols(cancellation)
    if command.dryRun {
      progress = nil
      work = .forecast(
        try IngestForecast(
          dataType: command.type, outputRoot: command.lake, config: command.config,
          symbols: symbols))
      return
    }
    let progress = printer.bar.map { SharedProgress(inputs.byteCounts, on: $0) }
    self.progress = progress
    let numbers = Self.numbers(of: inputs.inputs)
    let context = try IngestContext(
      dataType: command.type, outputRoot: command.lake, config: command.config,
      logger: log.logger, cancellation: cancellation
    ) { report in
      if let number = numbers[report.date] { progress?.show(report, of: number) }
    }
    let dates = inputs.inputs.compactMap(\.dated)
    switch command.reading.engine {
    case .streaming:
      work = .ingest(StreamingIngestor(context: context).group(dates, symbols: symbols))
    case .polars, .lazy:
      work = .ingest(
        PolarsIngestor(context: context)
          .group(dates, symbols: symbols, isLazy: command.reading.engine == .lazy))
    }
  }

  /// The number of each date's input. No date has two.
  private static func numbers(of inputs: [BatchInputs.Input]) -> [CalendarDate: Int] {
    var numbers: [CalendarDate: Int] = [:]
    for (number, input) in inputs.enumerated() {
      if let text = input.dated?.date, let date = try? CalendarDate(text) { numbers[date] = number }
    }
    return numbers
  }

  /// How a command line ended; of two, the later case is the worse.
  enum Ending: Int, Comparable {
    case succeeded
    /// A date failed.
    case failed
    /// A date was interrupted, or not started because of an interruption.
    case interrupted

    static func < (one: Ending, other: Ending) -> Bool { one.rawValue < other.rawValue }

    /// Throws the exit status, unless all succeeded.
    func check(_ cancellation: Cancellation) throws(ExitCode) {
      switch self {
      case .succeeded: break
      case .failed: throw .failure
      case .interrupted: throw .failed(cancellation)
      }
    }
  }

  /// Does the work for each date and prints what becomes of it, until one is interrupted. An
  /// interruption after the last date is done changes nothing.
  func run() -> Ending {
    var ending = Ending.succeeded
    var tally = BatchTally()
    let start = MonotonicClock.seconds()
    for (number, input) in inputs.enumerated() {
      do throws(IngestError) {
        guard try run(number, input, adding: &tally, &ending) else {
          tellOfRest(from: number)
          tally.interrupt(leftCount: inputs.count - number)
          ending = .interrupted
          break
        }
      } catch {
        tally.add(error)
        if cancellation.isCancelled { tally.interrupt(leftCount: 0) }
        ending = cancellation.isCancelled ? .interrupted : .failed
        let named = naming(input, in: error)
        print(&ending) { () throws(ExitCode) in try printer.print(named) }
      }
    }
    log.end()
    if inputs.count > 1, !printer.isJSON, !printer.isQuiet || !tally.isWhole {
      let seconds = MonotonicClock.elapsed(since: start)
      printer.tell(tally.line(seconds: seconds, skipsDone: skipsDone))
    }
    return ending
  }

  /// Returns false if the input is not begun, because of an interruption.
  private func run(
    _ number: Int, _ input: BatchInputs.Input, adding tally: inout BatchTally,
    _ ending: inout Ending
  ) throws(IngestError) -> Bool {
    switch (input, work) {
    case (.refused(let error), _): throw error
    case (.date(let date, let source), .forecast(let forecast)):
      if cancellation.isCancelled { return false }
      let forecast = try forecast.date(date, from: source)
      tally.add(forecast)
      print(&ending) { () throws(ExitCode) in try printer.print(forecast) }
    case (.date(let date, _), .ingest(let group)):
      log.begin(date)
      progress?.begin(number)
      guard let result = try group.next()?.get() else { return false }
      if result.status == .success { progress?.end() }
      tally.add(result)
      print(&ending) { () throws(ExitCode) in try printer.print(result) }
    }
    return true
  }

  /// The error of a file's content, with the name of the file, which a folder may have given.
  private func naming(_ input: BatchInputs.Input, in error: IngestError) -> IngestError {
    guard inputs.count > 1, error.code.isOfContent, case .date(_, .file(let path)) = input else {
      return error
    }
    var named = error
    named.message += " (\(path))"
    return named
  }

  /// Prints a result. If it cannot be written, the date is done all the same, and the others
  /// follow.
  private func print(_ ending: inout Ending, _ body: () throws(ExitCode) -> Void) {
    do throws(ExitCode) {
      try body()
    } catch {
      ending = .failed
    }
  }

  /// Says which dates are not begun, from input `number` on.
  private func tellOfRest(from number: Int) {
    let left = Text.count(inputs.count - number, "date")
    var first = ""
    if case .date(let date, _) = inputs[number] { first = ", from \(date) on" }
    printer.tell("interrupted: \(left) not started\(first)")
  }
}
