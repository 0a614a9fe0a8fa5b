package import ArgumentParser
package import BarLakeBytes

extension ExitCode {
  /// The status of a command that failed: 128 and the signal's number, as shells have it, if a
  /// signal asked to stop.
  package static func failed(_ cancellation: Cancellation) -> ExitCode {
    cancellation.signal.map { ExitCode(128 + $0) } ?? .failure
  }
}
