import ArgumentParser
import BarLake
import BarLakeBytes

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
      end(
        withError: ValidationError(
          "The argument \(argument) is not UTF-8. To ingest a file with such a name, use standard "
            + "input: --date DATE - <FILE."))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(withError: error)
    }
  }

  /// Ends the process as `exit(withError:)` does, with the text of the argument parser. The text
  /// repeats arguments, so it is escaped for a terminal.
  private static func end(withError error: any Error) -> Never {
    let status = exitCode(for: error)
    // Help and the version are our own texts.
    if status.isSuccess { exit(withError: error) }
    let text = Array(fullMessage(for: error).utf8)
    let message = message(for: error)
    // The message is one line, even if an argument in it has line ends. The rest is the parser's.
    let start = Array((_errorPrefix + message).utf8)
    let isRepeated = !message.isEmpty && text.starts(with: start)
    let line = isRepeated ? _errorPrefix + message.escapingControls : ""
    let rest = String(decoding: text.dropFirst(isRepeated ? start.count : 0), as: UTF8.self)
    if !text.isEmpty { Console.tell("\(line)\(rest)\n") }
    exit(withError: status)
  }
}
