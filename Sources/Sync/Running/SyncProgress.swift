package import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport
internal import FlatFiles

/// How far a sync is, as a line for a terminal.
package struct SyncProgress: Sendable {
  private let dateCount: Int
  private let totalByteCount: Int
  private var endedCount = 0
  /// The bytes of the files that were read to their end, or that nobody had to read.
  private var endedByteCount = 0
  /// Bytes that arrived.
  private var readByteCount = 0
  private var running: [ExactText: Int] = [:]
  private var rate = TransferRate()

  /// Makes the progress of these tasks.
  package init(_ tasks: [SyncTask]) {
    dateCount = tasks.count
    totalByteCount = tasks.reduce(0) { $0 + $1.file.byteCount }
  }

  /// Notes how far a task is.
  package mutating func note(_ progress: IngestProgress, of task: SyncTask, seconds: Double) {
    let earlier = running.updateValue(progress.sourceByteCount, forKey: ExactText(task.id)) ?? 0
    readByteCount += progress.sourceByteCount - earlier
    rate.add(byteCount: readByteCount, seconds: seconds)
  }

  /// Notes that a task has ended.
  package mutating func noteEnd(of task: SyncTask) {
    running[ExactText(task.id)] = nil
    endedCount += 1
    endedByteCount += task.file.byteCount
  }

  /// The line.
  package var text: String {
    let byteCount = endedByteCount + running.values.reduce(0, +)
    var parts = [
      "\(Text.grouped(endedCount)) of \(Text.count(dateCount, "date"))",
      "\(ByteCountText.text(byteCount)) of \(ByteCountText.text(totalByteCount))",
    ]
    if let rate = rate.bytesPerSecond { parts.append("\(ByteCountText.text(Int(rate)))/s") }
    if let seconds = rate.secondsLeft(byteCount: max(totalByteCount - byteCount, 0)), seconds > 0 {
      parts.append("\(DurationText.text(seconds)) left for all")
    }
    return parts.joined(separator: "  ")
  }
}
