import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport

/// The command `barlake`.
@main
struct BarLakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "barlake",
    abstract: "Turns stock and option bar flat files into a Parquet lake.",
    version: BarLakeVersion.version,
    subcommands: [
      IngestCommand.self, StatusCommand.self, VerifyCommand.self, RemoveCommand.self,
      CleanCommand.self, AdoptCommand.self, ConvertCommand.self, SchemaCommand.self,
      InspectCommand.self, ConfigCommand.self, DownloadCommand.self, PlanCommand.self,
      RunTaskCommand.self, SyncCommand.self, AdapterCommand.self,
    ])

  static func main() {
    StandardStream.prepare()
    Memory.tuneAllocator()
    runAsProgram(
      remedy: " To ingest a file with such a name, use standard input: --date DATE - <FILE.")
  }
}
