package import ArgumentParser
package import BarLakeBytes

extension ExitCode {
  /// The status of a command that failed: the shells' for a signal, where one had asked to stop.
  package static func failed(_ cancellation: Cancellation) -> ExitCode {
    cancellation.signal.map { ExitCode(128 + $0) } ?? .failure
  }
}
