import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeDateBatches
import LakeMaintenance

/// Converts the dates of one command line, type by type, in order.
struct ConversionBatch {
  /// A date to convert, or the error of one that the lake does not have.
  private typealias Step = Result<(converter: LakeConverter, date: CalendarDate), IngestError>

  private let steps: [Step]
  private let printer: ResultPrinter
  private let log: BatchLog
  private let cancellation: Cancellation
  /// Whether the same call, made again, skips the dates that this one has done.
  private let skipsDone: Bool

  /// `dates` are those that were chosen; nil for all.
  init(
    _ command: ConvertCommand, types: [String], dates: Set<CalendarDate>?, printer: ResultPrinter,
    cancellation: Cancellation
  ) throws(IngestError) {
    self.printer = printer
    self.cancellation = cancellation
    log = BatchLog(printer)
    skipsDone = command.lakeOptions.skipsDone
    var steps: [Step] = []
    for type in types {
      let converter = try LakeConverter(
        dataType: type, from: command.from, to: command.to, config: command.lakeOptions.config,
        acceptsRounding: command.acceptRounding, logger: log.logger, cancellation: cancellation)
      let chosen = dates.map { $0.sorted() } ?? converter.dates
      let known = Set(converter.dates)
      steps += chosen.map { date in
        if known.contains(date) { return .success((converter, date)) }
        return .failure(
          IngestError(
            date: date.description, code: .invalidArgument,
            message: "\(command.from) has no such date of \(type)"))
      }
    }
    self.steps = steps
  }

  /// Converts and prints each date until one is interrupted.
  func run() -> IngestBatch.Ending {
    var ending = IngestBatch.Ending.succeeded
    var tally = BatchTally(verb: "converted")
    let start = MonotonicClock.seconds()
    let progress = printer.bar.map { bar in
      SharedProgress([Int?](repeating: nil, count: steps.count), on: bar)
    }
    for (number, step) in steps.enumerated() {
      if cancellation.isCancelled {
        tally.interrupt(leftCount: steps.count - number)
        ending = .interrupted
        break
      }
      progress?.begin(number)
      let outcome = convert(step) { progress?.show($0, of: number) }
      switch outcome {
      case .success(let result):
        tally.add(result.status, rowCount: result.records, byteCount: result.byteCount)
      case .failure(let error):
        tally.add(error)
        if cancellation.isCancelled { tally.interrupt(leftCount: 0) }
        ending = cancellation.isCancelled ? .interrupted : .failed
      }
      do throws(ExitCode) {
        try printer.print(outcome)
      } catch {
        // The date is done, but its result could not be written. Go on with the other dates.
        ending = max(ending, .failed)
      }
    }
    log.end()
    if steps.count > 1, !printer.isJSON {
      let seconds = MonotonicClock.elapsed(since: start)
      printer.tell(tally.line(seconds: seconds, skipsDone: skipsDone))
    }
    return ending
  }

  private func convert(
    _ step: Step, _ progress: @escaping @Sendable (IngestProgress) -> Void
  ) -> Result<ConversionResult, IngestError> {
    do throws(IngestError) {
      let (converter, date) = try step.get()
      log.begin(date.description)
      return .success(try converter.convert(date, progress: progress))
    } catch {
      return .failure(error)
    }
  }
}

extension ResultPrinter {
  func print(_ outcome: Result<ConversionResult, IngestError>) throws(ExitCode) {
    clearProgress()
    switch outcome {
    case .failure(let error): try print(error)
    case .success(let result) where isJSON: try printJSON(result)
    case .success(let result):
      let start = "\(result.dataType.rawValue) \(result.date)  \(result.status.rawValue)"
      if let reason = result.reason {
        try Console.write("\(start)  \(reason.rawValue)\n")
        return
      }
      let parts = [
        Text.count(result.records, "row"), Text.count(result.fileCount, "file"),
        ByteCountText.text(result.byteCount), Text.fixed(result.elapsedTime, digits: 2) + " s",
      ]
      let notes =
        result.roundedVolumes > 0 ? [Text.count(result.roundedVolumes, "rounded volume")] : []
      try Console.write(([start] + parts + notes).joined(separator: "  ") + "\n")
    }
  }
}
