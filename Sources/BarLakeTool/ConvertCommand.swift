import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeMaintenance

/// `barlake convert`: makes the dates of one lake in another, without the flat files.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Make a lake with another profile, layout or extra columns from a lake.",
    discussion: """
      The flat files are not needed. What an option does not say is as in TO, or as in FROM if TO \
      has nothing of the data type. A date that is done in TO is skipped, so the same command goes \
      on with a conversion that was stopped. Nothing in FROM is changed. Exit status: 0 if every \
      date of FROM is done in TO, 1 if one failed, 64 for a wrong command line, 130 after Ctrl-C.
      """)

  @Argument(help: "The directory of the lake that is read.", completion: .directory)
  var from: String

  @Argument(
    help: "The directory of the lake that is written; it is created if it is missing.",
    completion: .directory)
  var to: String

  @Option(
    help: "Only this data type; may be given more than once.",
    completion: .choices(MarketDataType.self))
  var type: [String] = []

  @Option(help: "Only this date, YYYY-MM-DD; may be given more than once.")
  var date: [String] = []

  @Flag(
    help: """
      Go on where digits are lost: 32-bit prices of the profile classic become the shortest \
      decimal numbers that they stand for. The files say so in their metadata.
      """)
  var acceptRounding = false

  @OptionGroup var lakeOptions: LakeWritingOptions

  @Flag(help: "Print one JSON object per date, each on one line.")
  var json = false

  func validate() throws {
    if from.isEmpty || to.isEmpty { throw ValidationError("The path of a lake is empty.") }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    var ending = IngestBatch.Ending.succeeded
    do throws(IngestError) {
      let dates = try chosenDates()
      for type in try chosenTypes() {
        let converter = try LakeConverter(
          dataType: type, from: from, to: to, config: lakeOptions.config,
          acceptsRounding: acceptRounding, logger: StandardErrorLog.logger,
          cancellation: cancellation, progress: printer.progress)
        let batch = ConversionBatch(converter, printer: printer, cancellation: cancellation)
        ending = max(ending, batch.convert(dates))
        if ending == .interrupted { break }
      }
    } catch {
      try printer.print(error)
      throw ExitCode.failed(cancellation)
    }
    switch ending {
    case .succeeded: break
    case .failed: throw ExitCode.failure
    case .interrupted: throw ExitCode.failed(cancellation)
    }
  }

  private func chosenTypes() throws(IngestError) -> [String] {
    let types = try LakeConverter.dataTypes(of: from).map(\.rawValue)
    for name in type {
      let wanted = try MarketDataType(name: name).rawValue
      if !types.contains(wanted) {
        throw IngestError(
          code: .invalidArgument, token: wanted, message: "\(from) has nothing of \(wanted)")
      }
    }
    return type.isEmpty ? types : type
  }

  private func chosenDates() throws(IngestError) -> Set<CalendarDate>? {
    if date.isEmpty { return nil }
    var dates: Set<CalendarDate> = []
    for text in date { dates.insert(try CalendarDate(text)) }
    return dates
  }
}

/// Converts and prints the dates of one data type.
struct ConversionBatch {
  private let converter: LakeConverter
  private let printer: ResultPrinter
  private let cancellation: Cancellation

  init(_ converter: LakeConverter, printer: ResultPrinter, cancellation: Cancellation) {
    self.converter = converter
    self.printer = printer
    self.cancellation = cancellation
  }

  /// Converts those of `chosen` that the lake has, or all dates.
  func convert(_ chosen: Set<CalendarDate>?) -> IngestBatch.Ending {
    var ending = IngestBatch.Ending.succeeded
    for date in (chosen ?? []).subtracting(converter.dates).sorted() {
      ending = .failed
      let missing = IngestError(
        date: date.description, code: .invalidArgument,
        message: "the lake that is read has no such date")
      try? printer.print(missing)
    }
    for date in converter.dates where chosen?.contains(date) ?? true {
      if cancellation.isCancelled { return .interrupted }
      do {
        let outcome: Result<ConversionResult, IngestError>
        do throws(IngestError) {
          outcome = .success(try converter.convert(date))
        } catch {
          outcome = .failure(error)
          ending = cancellation.isCancelled ? .interrupted : .failed
        }
        try printer.print(outcome)
      } catch {
        // The date is done, but its result could not be written. Go on with the other dates.
        ending = .failed
      }
    }
    return ending
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
      guard result.status == .success else {
        try Console.write("\(start)  \(result.reason?.rawValue ?? "")\n")
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
