import ArgumentParser
import BarLake
import Bytes

/// The command `barlake`.
@main
struct BarLakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "barlake",
    abstract: "Turns stock and option bar flat files into a Parquet lake.",
    version: BarLakeVersion.version,
    subcommands: [
      IngestCommand.self, StatusCommand.self, VerifyCommand.self, SchemaCommand.self,
      InspectCommand.self,
    ])

  static func main() {
    StandardStream.prepare()
    Memory.tuneAllocator()
    if !ProcessArguments.areKnown {
      Console.tell("\(ProcessArguments.unknownText)\n")
      exit(withError: ExitCode.failure)
    }
    if let argument = ProcessArguments.firstMalformed {
      exit(
        withError: ValidationError(
          "The argument \(argument) is not UTF-8; a file of such a name can be handed in as standard "
            + "input: --date DATE - <FILE."))
    }
    main(nil)
  }
}
