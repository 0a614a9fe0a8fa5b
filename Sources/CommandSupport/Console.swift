package import ArgumentParser
internal import BarLakeBytes

/// What the command says: results on standard output, everything else on standard error.
///
/// Nothing is written by another way, and whatever the text comes from (a file, a name, an
/// argument), no character of it but line feeds is a command for a terminal. A text that may have
/// line feeds of its own is put on one line, by `escapingControls`, where it becomes part of a
/// line.
package enum Console {
  /// Writes a result, lines of text or of JSON. That it cannot be written is told on standard
  /// error.
  ///
  /// - Throws: the exit status of a command whose results did not arrive.
  package static func write(_ text: String) throws(ExitCode) {
    do throws(SystemError) {
      try StandardStream.output.write(text.escapingControlsInLines)
    } catch {
      tell("\(error)\n")
      throw .failure
    }
  }

  /// Writes a message. There is nobody left to tell if that fails.
  package static func tell(_ text: String) {
    _ = try? StandardStream.error.write(text.escapingControlsInLines)
  }

  /// Writes `text` from the start of the line on which the terminal is, over what is there.
  package static func overwriteLine(with text: String) {
    _ = try? StandardStream.error.write("\r" + text.escapingControls)
  }
}
