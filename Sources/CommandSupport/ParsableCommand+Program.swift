package import ArgumentParser
internal import BarLakeBytes

extension ParsableCommand {
  /// Runs the command that the process's arguments name, and ends the process where it fails: the
  /// `main` of a program, after `StandardStream.prepare()`.
  ///
  /// - Parameter usageStatus: the exit status where the arguments are wrong, if it is not the
  ///   argument parser's.
  package static func runAsProgram(usageStatus: ExitCode? = nil) {
    if !ProcessArguments.areKnown {
      Console.tell("\(ProcessArguments.unknownText)\n")
      exit(withError: ExitCode.failure)
    }
    if let argument = ProcessArguments.firstMalformed {
      end(
        withError: ValidationError(
          "The argument \(argument) is not UTF-8; a file of such a name can be handed in as standard "
            + "input: --date DATE - <FILE."), usageStatus)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(withError: error, usageStatus)
    }
  }

  /// Ends the process as `exit(withError:)` does, with the argument parser's text, in which it
  /// repeats what it was given, made fit for a terminal.
  private static func end(withError error: any Error, _ usageStatus: ExitCode?) -> Never {
    let status = exitCode(for: error)
    // Help and the version are texts of ours.
    if status.isSuccess { exit(withError: error) }
    let text = Array(fullMessage(for: error).utf8)
    let message = message(for: error)
    // The message is one line, whatever line ends an argument in it has; what follows is of the
    // parser.
    let start = Array((_errorPrefix + message).utf8)
    let isRepeated = !message.isEmpty && text.starts(with: start)
    let line = isRepeated ? _errorPrefix + message.escapingControls : ""
    let rest = String(decoding: text.dropFirst(isRepeated ? start.count : 0), as: UTF8.self)
    if !text.isEmpty { Console.tell("\(line)\(rest)\n") }
    exit(withError: status == .validationFailure ? usageStatus ?? status : status)
  }
}
