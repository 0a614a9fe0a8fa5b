import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// Prints the result of each date: JSON for programs, a line for people.
struct ResultPrinter {
  let isJSON: Bool
  /// Whether only errors and warnings are printed.
  let isQuiet: Bool
  /// Where progress is shown; nil if standard error is not a terminal.
  let bar: ProgressBar?

  init(isJSON: Bool, isQuiet: Bool = false) {
    self.isJSON = isJSON
    self.isQuiet = isQuiet
    bar = StandardStream.error.isTerminal && !isQuiet ? ProgressBar() : nil
  }

  func clearProgress() { bar?.clear() }

  /// The result of `body`. An error is printed, and ends the command.
  func result<Value>(
    _ cancellation: Cancellation, of body: () throws(IngestError) -> Value
  ) throws(ExitCode) -> Value {
    do {
      return try body()
    } catch {
      try print(error)
      throw .failed(cancellation)
    }
  }

  /// Prints a result: as JSON, or the lines that `lines` makes of it.
  func print<Value: Encodable>(
    _ value: Value, lines: (Value) -> [String]
  ) throws(ExitCode) {
    clearProgress()
    if isJSON {
      try printJSON(value)
    } else {
      try Console.write(lines(value).map { $0 + "\n" }.joined())
    }
  }

  /// Writes a line to standard error.
  func tell(_ line: String) {
    clearProgress()
    Console.tell(line.escapingControls + "\n")
  }

  func print(_ result: IngestResult) throws(ExitCode) {
    if isQuiet { return }
    clearProgress()
    if isJSON {
      try printJSON(result)
    } else {
      try Console.write(Self.line(result).escapingControls + "\n")
    }
  }

  func print(_ error: IngestError) throws(ExitCode) {
    if isJSON {
      clearProgress()
      try printJSON(error)
    } else {
      let date = error.date.map { "\($0)  " } ?? ""
      tell("\(date)\(error.code.rawValue): \(error.message)")
    }
  }

  func print(_ forecast: DateForecast) throws(ExitCode) {
    if isQuiet { return }
    if isJSON {
      try printJSON(forecast)
    } else {
      let parts = [
        forecast.date, forecast.status.rawValue, forecast.reason?.rawValue,
        forecast.byteCount.map(ByteCountText.text),
      ]
      try Console.write(parts.compactMap { $0 }.joined(separator: "  ").escapingControls + "\n")
    }
  }

  func printJSON(_ value: some Encodable) throws(ExitCode) {
    let line: String
    do {
      line = try JSON.line(value)
    } catch {
      Console.tell("the result cannot be written as JSON: \(error)".escapingControls + "\n")
      throw .failure
    }
    try Console.write(line + "\n")
  }

  static func line(_ result: IngestResult) -> String {
    let start = "\(result.date)  \(result.status.rawValue)"
    if let reason = result.reason { return "\(start)  \(reason.rawValue)" }
    let notes = [
      (result.dateMismatchRows, "row", " of another day"),
      (result.unparsedContracts, "unparsed contract", ""),
      (result.roundedVolumes, "rounded volume", ""),
      (result.doubtfulBars.repeatedKeys, "repeated key", ""),
      (result.doubtfulBars.unorderedRows, "unordered row", ""),
      (result.doubtfulBars.inconsistentBars, "inconsistent bar", ""),
      (result.doubtfulBars.wrongTypeRows, "row", " of a wrong type"),
      (result.plainTextChunks, "column chunk", " without a dictionary"),
      (result.ignoredColumns.count, "ignored column", ""),
    ].filter { $0.0 > 0 }.map { Text.count($0.0, $0.1) + $0.2 }
    let parts =
      [
        Text.count(result.records, "row"),
        ByteCountText.text(Int(result.fileSizeMB * 1_048_576)),
        Text.fixed(result.elapsedTime, digits: 2) + " s",
      ] + Self.files(result.files) + settings(result.adopted) + notes + names(result)
    return ([start] + parts).joined(separator: "  ")
  }

  /// Settings that come from the lake and differ from the defaults.
  private static func settings(_ adopted: PartialLakeSettings) -> [String] {
    let settings = [
      adopted.profile.map { "profile \($0.rawValue)" },
      adopted.partitioning.map { "partitioning \($0.rawValue)" },
      adopted.embedPartitionColumns.map { $0 ? "partition columns embedded" : "none embedded" },
      adopted.extraColumns.map { "extra columns \($0.listed)".escapingControls },
    ]
    return settings.compactMap { $0.map { "\($0) (the lake's)" } }
  }

  /// Symbols and columns that the call names and the input lacks.
  private static func names(_ result: IngestResult) -> [String] {
    [
      ("symbols without a row", result.unmatchedSymbols),
      ("extra columns that the input lacks", result.missingExtraColumns),
    ].filter { !$1.isEmpty }.map { "\($0): \($1.text(upTo: namedLimit))" }
  }

  /// The largest number of symbols, or of columns, that a line names.
  private static let namedLimit = 3

  /// The largest number of files that a line names one by one.
  private static let namedFileLimit = 3

  /// A few files as their paths; more files as their number and the folder that holds them all.
  static func files(_ paths: [String]) -> [String] {
    guard let first = paths.first, paths.count > namedFileLimit else { return paths }
    var folder = first.parts(separatedBy: "/").dropLast()
    for path in paths {
      let shared = zip(folder, path.parts(separatedBy: "/")).prefix { $0.isSame(as: $1) }
      folder = folder.prefix(shared.count)
    }
    return ["\(Text.grouped(paths.count)) files below \(folder.joined(separator: "/"))"]
  }
}
