import BarLake
import BarLakeBytes
import Synchronization

/// A machine whose readings are written down, and that writes down what is done to it. Each look at
/// its clock takes a second, so that every look at the memory is due, unless it stands still.
final class ScriptedMachine: MemorySystem {
  /// With this total, a share of one decimal in percent is a whole number of bytes.
  static let totalByteCount = 1_000_000_000

  private struct State {
    var usedPercents: [Double]
    var processByteCounts: [Int?]
    var seconds = 0.0
    var secondsPerLook: Double
    var processLookCount = 0
    var lookCount = 0
    var releaseCount = 0
    var waits: [Double] = []
  }

  private let state: Mutex<State>

  /// The readings one after the other; of each the last stays. A percentage has one decimal. A
  /// clock that stands is moved by ``advance(by:)`` alone.
  init(
    usedPercents: [Double] = [50], processByteCounts: [Int?] = [1_000_000],
    clockStands: Bool = false
  ) {
    state = Mutex(
      State(
        usedPercents: usedPercents, processByteCounts: processByteCounts,
        secondsPerLook: clockStands ? 0 : 1))
  }

  /// Lets time pass.
  func advance(by seconds: Double) { state.withLock { $0.seconds += seconds } }

  /// Looks at the process so far.
  var processLookCount: Int { state.withLock { $0.processLookCount } }
  /// Looks at the machine so far.
  var lookCount: Int { state.withLock { $0.lookCount } }
  /// How often free memory was returned.
  var releaseCount: Int { state.withLock { $0.releaseCount } }
  /// How long was waited, each time.
  var waits: [Double] { state.withLock { $0.waits } }

  private static func next<Reading>(_ readings: inout [Reading]) -> Reading? {
    readings.count > 1 ? readings.removeFirst() : readings.first
  }

  func processByteCount() -> Int? {
    state.withLock { state in
      state.processLookCount += 1
      return Self.next(&state.processByteCounts) ?? nil
    }
  }

  func machine() -> MachineMemory? {
    state.withLock { state in
      state.lookCount += 1
      guard let percent = Self.next(&state.usedPercents) else { return nil }
      let used = Int((percent * 10).rounded()) * (Self.totalByteCount / 1000)
      return MachineMemory(
        totalByteCount: Self.totalByteCount, availableByteCount: Self.totalByteCount - used)
    }
  }

  func releaseFree() { state.withLock { $0.releaseCount += 1 } }

  func seconds() -> Double {
    state.withLock { state in
      state.seconds += state.secondsPerLook
      return state.seconds
    }
  }

  func wait(seconds: Double) { state.withLock { $0.waits.append(seconds) } }
}
