package import ArgumentParser
internal import BarLakeBytes

extension ParsableCommand {
  /// Runs the command that the process's arguments name, and ends the process where it fails: the
  /// `main` of a program, after `StandardStream.prepare()`.
  ///
  /// - Parameters:
  ///   - usageStatus: the exit status for wrong arguments, if it is not the argument parser's.
  ///   - remedy: what to do instead of an argument that is not UTF-8.
  package static func runAsProgram(usageStatus: ExitCode? = nil, remedy: String = "") {
    QuitSignal.endPlainly()
    if !ProcessArguments.areKnown {
      Console.tell("\(ProcessArguments.unknownText)\n")
      exit(withError: ExitCode.failure)
    }
    if let argument = ProcessArguments.firstMalformed {
      end(
        withError: ValidationError(
          "The argument \(argument) is not UTF-8.\(remedy)"), usageStatus)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(withError: error, usageStatus)
    }
  }

  /// Ends the process as `exit(withError:)` does, with the text of the argument parser. The text
  /// repeats arguments, so it is escaped for a terminal.
  private static func end(withError error: any Error, _ usageStatus: ExitCode?) -> Never {
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
    exit(withError: status == .validationFailure ? usageStatus ?? status : status)
  }
}
