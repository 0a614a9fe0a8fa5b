import ArgumentParser
import ParquetReading

/// `barlake inspect FILE`: what a Parquet file, of any writer, says of itself.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print a Parquet file's schema, row groups, encodings, sizes, statistics, metadata.")

  @Argument(help: "A Parquet file of any writer.")
  var file: String

  @Flag(help: "Print a JSON object.")
  var json = false

  func run() throws {
    let report: FileReport
    do throws(ParquetReadingError) {
      report = try FileReport(path: file)
    } catch {
      Console.tell("\(file): \(error)\n")
      throw ExitCode.failure
    }
    if json {
      try ResultPrinter(isJSON: true).printJSON(report)
    } else {
      try Console.write(report.text)
    }
  }
}
