import ArgumentParser
import BarLake
import BarLakeCSV
import BarLakeCommandSupport
import BarLakeParquetReading

/// `barlake inspect FILE`: prints the metadata of a Parquet file of any writer.
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
      try printer.print(ioError(error))
      throw ExitCode.failure
    }
    if json {
      try printer.printJSON(report)
    } else {
      try Console.write(report.text)
    }
  }

  /// The error in the form that all commands report: the file cannot be read.
  private func ioError(_ error: ParquetReadingError) -> IngestError {
    switch error.reason {
    case .system(let error): return .io(error, root: "")
    case .notParquet: return IngestError(code: .ioError, message: "\(file): \(error)\(found)")
    default: return IngestError(code: .ioError, message: "\(file): \(error)")
    }
  }

  /// What the file is instead of a Parquet file, as the end of a message.
  private var found: String {
    switch ForeignFormat(fileAt: file) {
    case ForeignFormat.parquet?: ": it begins as one, but is cut off or incomplete"
    case let format?: ", but \(format.name)"
    case nil: ""
    }
  }
}
