import ArgumentParser
import BarLakeBytes
import BarLakeCommandSupport

/// The command `barlake-conform`.
@main
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "barlake-conform",
    abstract: "Judges implementations of the BarLake specification by the files that they write.",
    discussion: """
      Exit status: 0 conformant, or whatever else was asked for is true; 1 not; 2 the suite or its \
      arguments are wrong; 3 not every run was done.
      """,
    subcommands: [
      RunCommand.self, DoctorCommand.self, ListCommand.self, ExplainCommand.self, DiffCommand.self,
      ReportCommand.self, ExpectationsCommand.self, GoldenCommand.self, NewCommand.self,
      AllocationProbeCommand.self,
    ])

  static func main() {
    StandardStream.prepare()
    runAsProgram(usageStatus: .suite)
  }
}

extension ExitCode {
  /// The suite, or what it was asked, is wrong.
  static let suite = ExitCode(2)
  /// Not every run was done.
  static let incomplete = ExitCode(3)

  /// Reports what is wrong with the suite or with what it was asked.
  static func suite(_ problem: any Error) -> ExitCode {
    // What has been reported has been reported.
    if let status = problem as? ExitCode { return status }
    Console.tell("Error: \(problem)\n")
    return .suite
  }
}

/// Why nothing is done.
struct Refusal: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
