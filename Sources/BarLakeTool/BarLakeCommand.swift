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
      IngestCommand.self, StatusCommand.self, SchemaCommand.self, InspectCommand.self,
    ])

  static func main() {
    Memory.tuneAllocator()
    main(nil)
  }
}
