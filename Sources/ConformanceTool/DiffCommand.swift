import ArgumentParser
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// `barlake-conform diff`: whether results are worse than earlier ones.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare results with earlier ones.",
    discussion: """
      Worse is a run that passed and does not any longer, one that is gone, and, with --tolerance, \
      a whole that takes so many times longer, each measured against the speed of its machine. \
      Exit status: 0 no worse, 1 worse, 2 not comparable.
      """)

  @Argument(help: "The earlier results.ndjson.")
  var old: String

  @Argument(help: "The later results.ndjson.")
  var new: String

  @Option(
    help: ArgumentHelp(
      "How many times longer the whole may take; by default time is not compared.",
      valueName: "ratio"))
  var tolerance: Double?

  func run() throws {
    do {
      let (old, new) = (try ResultFile(path: old), try ResultFile(path: new))
      let comparison = try ResultComparison(old, new, tolerance: tolerance)
      try Console.write(comparison.text)
      if comparison.isWorse { throw ExitCode.failure }
    } catch {
      throw ExitCode.suite(error)
    }
  }
}
