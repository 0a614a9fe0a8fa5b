import ArgumentParser
import BarLake
import BarLakeCSV
import BarLakeParquetReading

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
    let printer = ResultPrinter(isJSON: json)
    do throws(IngestError) {
      try LocalPath.check("the file", file)
    } catch {
      try printer.print(error)
      throw ExitCode.failure
    }
    let report: FileReport
    do throws(ParquetReadingError) {
      report = try FileReport(path: file)
    } catch {
      try printer.print(told(error))
      throw ExitCode.failure
    }
    if json {
      try printer.printJSON(report)
    } else {
      try Console.write(report.text)
    }
  }

  /// The error as all commands tell theirs: whatever is wrong with it, the file is not to be read.
  private func told(_ error: ParquetReadingError) -> IngestError {
    switch error.reason {
    case .system(let error): return .io(error, root: "")
    case .notParquet: return IngestError(code: .ioError, message: "\(file): \(error)\(found)")
    default: return IngestError(code: .ioError, message: "\(file): \(error)")
    }
  }

  /// What a file is that is no Parquet file.
  private var found: String {
    switch ForeignFormat(fileAt: file) {
    case ForeignFormat.parquet?: ": it begins as one, and is cut off or not written to its end"
    case let format?: ", but \(format.name)"
    case nil: ""
    }
  }
}
