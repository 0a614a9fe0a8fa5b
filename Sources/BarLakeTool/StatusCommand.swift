import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection

/// `barlake status`: prints what a lake has and lacks.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the dates that a lake has, trading days that it lacks, and leftovers.",
    discussion: """
      Trading days are those of the US stock exchanges from 2003 on. A date is done if its \
      manifest is valid and the files that it lists exist. No data file is opened; use barlake \
      verify for that. Exit status: 0, or 1 after an error, for example if LAKE is not a lake.
      """)

  @Argument(help: "The lake's directory.")
  var lake: String

  @Flag(help: "Print one JSON object, with every date.")
  var json = false

  @Flag(help: "Also compare the size of every file with its manifest, as an ingest does.")
  var sizes = false

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let status: LakeStatus
    do throws(IngestError) {
      status = try LakeStatus(
        root: lake, comparingSizes: sizes, cancellation: cancellation)
    } catch {
      try printer.print(error)
      throw ExitCode.failed(cancellation)
    }
    if json {
      try printer.printJSON(status)
    } else {
      try Console.write(StatusText.lines(status).map { $0 + "\n" }.joined())
    }
  }
}
