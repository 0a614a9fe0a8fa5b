import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import FlatFiles
import Synchronization

/// Prints what becomes of each file of a download: JSON for programs, a line for people. It may be
/// used from any thread.
final class DownloadPrinter: Sendable {
  private struct State {
    var tally = MirrorTally([])
    var fetchedByteCount = 0
    /// Whether a result could not be written.
    var hasFailed = false
    var start = MonotonicClock.seconds()
  }

  private let printer: ResultPrinter
  private let isJSON: Bool
  private let state = Mutex(State())

  init(_ printer: ResultPrinter) {
    self.printer = printer
    isJSON = printer.isJSON
  }

  /// Whether a result could not be written.
  var hasFailed: Bool { state.withLock(\.hasFailed) }

  /// Begins to count how far the download of these objects is.
  func begin(_ objects: [S3Object]) {
    state.withLock { state in
      state.tally = MirrorTally(objects)
      state.start = MonotonicClock.seconds()
    }
  }

  /// Receives how far an object is; nil if standard error is not a terminal.
  var progress: (@Sendable (String, DownloadProgress) -> Void)? {
    guard let bar = printer.bar else { return nil }
    return { [self] key, progress in
      state.withLock { $0.tally.note(progress, of: key, seconds: MonotonicClock.seconds()) }
      bar.show { state.withLock(\.tally.text) }
    }
  }

  func print(_ outcome: MirrorOutcome) {
    printer.clearProgress()
    state.withLock { state in
      if outcome.status == .fetched {
        state.tally.noteEnd()
        state.fetchedByteCount += (outcome.byteCount ?? 0) - (outcome.resumedByteCount ?? 0)
      }
      do throws(ExitCode) {
        if isJSON {
          try printer.printJSON(outcome)
        } else if let error = outcome.error {
          tell("\(outcome.key)  \(error)")
        } else {
          try Console.write(Self.line(outcome).escapingControls + "\n")
        }
      } catch {
        state.hasFailed = true
      }
    }
  }

  /// Prints the sum of what was fetched, for people.
  func end() {
    printer.clearProgress()
    let state = state.withLock { $0 }
    guard !isJSON, state.tally.fileCount > 0 else { return }
    let seconds = MonotonicClock.seconds() - state.start
    let rate = seconds > 0 ? Int(Double(state.fetchedByteCount) / seconds) : 0
    tell(
      "\(Text.count(state.tally.fileCount, "file")), "
        + "\(ByteCountText.text(state.fetchedByteCount)) in "
        + "\(Text.fixed(seconds, digits: 2)) s, \(ByteCountText.text(rate))/s")
  }

  func tell(_ text: String) { Console.tell(text.escapingControls + "\n") }

  private static func line(_ outcome: MirrorOutcome) -> String {
    var parts = [outcome.key, outcome.status.rawValue]
    if let byteCount = outcome.byteCount {
      parts.append(ByteCountText.text(byteCount))
    }
    if let seconds = outcome.elapsedTime { parts.append(Text.fixed(seconds, digits: 2) + " s") }
    if let resumed = outcome.resumedByteCount, resumed > 0 {
      parts.append("\(ByteCountText.text(resumed)) were there")
    }
    return parts.joined(separator: "  ")
  }
}
