package import ArgumentParser
internal import BarLakeBytes

/// The output of the command: results on standard output, everything else on standard error.
///
/// The command writes all output through this type. A terminal obeys no character of a text except
/// line feeds, whatever the text comes from (a file, a name, an argument). If a text becomes part
/// of a line, the caller puts it on one line with `escapingControls`.
package enum Console {
  /// Writes a result, lines of text or of JSON. If that fails, standard error says so.
  ///
  /// - Throws: the exit status of a command that could not write its results.
  package static func write(_ text: String) throws(ExitCode) {
    do throws(SystemError) {
      try StandardStream.output.write(text.escapingControlsInLines)
    } catch {
      tell("\(error)\n")
      throw .failure
    }
  }

  /// Writes a message. A failure is ignored: there is no other place to report it.
  package static func tell(_ text: String) {
    _ = try? StandardStream.error.write(text.escapingControlsInLines)
  }

  /// Writes `text` over the current line of the terminal, from the start of the line.
  package static func overwriteLine(with text: String) {
    _ = try? StandardStream.error.write("\r" + text.escapingControls)
  }
}
