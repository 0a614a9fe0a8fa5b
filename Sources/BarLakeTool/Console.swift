import ArgumentParser
import Bytes

/// What the command says: results on standard output, everything else on standard error.
enum Console {
  /// Writes a result. That it cannot be written is told on standard error.
  ///
  /// - Throws: the exit status of a command whose results did not arrive.
  static func write(_ text: String) throws(ExitCode) {
    do throws(SystemError) {
      try StandardStream.output.write(text)
    } catch {
      tell("\(error)\n")
      throw .failure
    }
  }

  /// Writes a message. There is nobody left to tell if that fails.
  static func tell(_ text: String) {
    _ = try? StandardStream.error.write(text)
  }
}
