package import BarLake
internal import BarLakeBytes

/// How far a batch of ingests is, as a line for a terminal.
///
/// Source: `docs/flat-files.md`, FLAT-9.
package struct BatchProgress: Sendable {
  /// The length of each input in bytes; nil if it is not known.
  private let byteCounts: [Int?]
  /// The input that is ingested, from 0.
  private var number = 0
  /// When it was begun, and when its files began to be written.
  private var startSeconds = 0.0
  private var writingSeconds: Double?
  /// Of each input, what was reported last.
  private var latest: [IngestProgress?]
  /// When the first input was begun.
  private var firstSeconds: Double?
  /// The bytes of the inputs that were ingested, and the time that this took.
  private var doneByteCount = 0
  private var doneSeconds = 0.0

  /// Makes the progress of a batch with inputs of these lengths in bytes.
  package init(byteCounts: [Int?]) {
    self.byteCounts = byteCounts
    latest = byteCounts.map { _ in nil }
  }

  /// Notes that an input, from 0, is begun now, or is the first of those that are ingested at the
  /// same time.
  package mutating func begin(_ number: Int, seconds: Double) {
    self.number = number
    firstSeconds = firstSeconds ?? seconds
    startSeconds = seconds
    writingSeconds = nil
  }

  /// Notes that the input that was begun last is ingested now. One that was skipped or failed says
  /// nothing of the time that others take.
  package mutating func end(seconds: Double) {
    guard let byteCount = byteCounts[number] else { return }
    doneByteCount += byteCount
    doneSeconds += seconds - startSeconds
  }

  /// Notes the progress of input `number`. Returns whether it is the one that was begun last.
  package mutating func note(_ progress: IngestProgress, of number: Int) -> Bool {
    latest[number] = progress
    return number == self.number
  }

  /// The line for what was reported last of the input that was begun last; nil if that is nothing.
  package mutating func text(seconds: Double) -> String? {
    guard let progress = latest[number] else { return nil }
    let elapsed = seconds - startSeconds
    var parts = byteCounts.count > 1 ? ["\(number + 1) of \(byteCounts.count)"] : []
    var left: Double?
    switch progress.phase {
    case .reading:
      let elapsedForAll = seconds - (firstSeconds ?? seconds)
      let rowCount = Double(latest.reduce(0) { $0 + ($1?.rowCount ?? 0) })
      let rate = elapsedForAll > 0 ? Int(min(rowCount / elapsedForAll, 1e15)) : 0
      parts += [Self.reading(progress), "\(rate) rows/s"]
      left = Self.secondsLeft(
        elapsed, done: progress.sourceByteCount, of: progress.knownByteCount ?? 0)
    case .writing(let count, let all):
      if writingSeconds == nil { writingSeconds = seconds }
      parts.append("\(Self.bar(count, of: all)) writing files: \(count) of \(all)")
      left = Self.secondsLeft(seconds - (writingSeconds ?? seconds), done: count, of: all)
    case .publishing(let count):
      parts.append("syncing \(count == 1 ? "1 file" : "\(count) files")")
    }
    if byteCounts.count > 1 { left = secondsLeftForAll(progress, elapsed) }
    if let left, left > 0 {
      let scope = byteCounts.count > 1 ? "left for all" : "left"
      parts.append("\(DurationText.text(left)) \(scope)")
    }
    return parts.joined(separator: "  ")
  }

  private static func reading(_ progress: IngestProgress) -> String {
    let read = ByteCountText.text(progress.sourceByteCount)
    guard let known = progress.knownByteCount, known > 0 else { return read }
    return "\(bar(progress.sourceByteCount, of: known)) \(read) of \(ByteCountText.text(known))"
  }

  private static func bar(_ done: Int, of all: Int) -> String {
    let filled = all > 0 ? Int(min(Double(done) / Double(all), 1) * 20) : 0
    return "["
      + String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled) + "]"
  }

  /// The seconds for the rest, if all of it takes as long as what is done; nil if nothing is done.
  private static func secondsLeft(_ elapsed: Double, done: Int, of all: Int) -> Double? {
    guard done > 0, all > 0 else { return nil }
    return elapsed * Double(max(all - done, 0)) / Double(done)
  }

  /// The seconds for the rest of this input and for those after it; nil if a length is not known.
  ///
  /// Inputs that were ingested say how long a byte takes, with the writing of files and the syncs.
  /// Before the first of them, what was read says it.
  private func secondsLeftForAll(_ progress: IngestProgress, _ elapsed: Double) -> Double? {
    guard let current = byteCounts[number] else { return nil }
    var later = 0.0
    for byteCount in byteCounts[(number + 1)...] {
      guard let byteCount else { return nil }
      later += Double(byteCount)
    }
    if doneByteCount > 0 {
      let pace = doneSeconds / Double(doneByteCount)
      return later * pace + max(Double(current) * pace - elapsed, 0)
    }
    guard progress.sourceByteCount > 0 else { return nil }
    let pace = elapsed / Double(progress.sourceByteCount)
    return (later + Double(max(current - progress.sourceByteCount, 0))) * pace
  }
}
