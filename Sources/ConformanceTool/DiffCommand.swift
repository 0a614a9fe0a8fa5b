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
      Worse is a run that was as expected and is not any longer, one that is gone, with \
      --tolerance a whole that takes more than so many times as long, and with \
      --memory-tolerance a largest run that takes more than so many times the memory, each \
      measured against its machine. Exit status: 0 no worse, 1 worse, 2 not comparable.
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

  @Option(
    help: ArgumentHelp(
      "How many times more memory the largest run may take; by default memory is not compared.",
      valueName: "ratio"))
  var memoryTolerance: Double?

  func validate() throws {
    for (name, ratio) in [("--tolerance", tolerance), ("--memory-tolerance", memoryTolerance)] {
      if let ratio, !(ratio > 0) { throw ValidationError("\(name) is a ratio above 0.") }
    }
  }

  func run() throws {
    do {
      let (old, new) = (try ResultFile(path: old), try ResultFile(path: new))
      let comparison = try ResultComparison(
        old, new, tolerances: ResultComparison.Tolerances(time: tolerance, memory: memoryTolerance))
      try Console.write(comparison.text)
      if comparison.isWorse { throw ExitCode.failure }
    } catch {
      throw ExitCode.suite(error)
    }
  }
}
