internal import BarLake
internal import BarLakeBytes
internal import Synchronization

/// How far a check of a lake is.
public struct LakeVerificationProgress: Hashable, Sendable {
  /// Files that were checked.
  public var fileCount = 0
  /// Bytes of those files, by their manifests.
  public var byteCount = 0
  /// All files that are to be checked, by the manifests when the check began.
  public var totalFileCount = 0
  /// Bytes of all these files.
  public var totalByteCount = 0
  /// Seconds since the check of the first file began.
  public var elapsedTime = 0.0

  package init() {}
}

extension LakeVerificationProgress {
  /// The state as a line for people. In the first second nobody knows how long the rest takes.
  package var text: String {
    var parts = [
      "\(fileCount) of \(totalFileCount) files",
      "\(ByteCountText.text(byteCount)) of \(ByteCountText.text(totalByteCount))",
    ]
    let left = Double(max(totalByteCount - byteCount, 0))
    if elapsedTime >= 1, byteCount > 0, left > 0 {
      parts.append(DurationText.text(elapsedTime * left / Double(byteCount)) + " left")
    }
    return parts.joined(separator: "  ")
  }
}

/// Counts what a check has done, from any thread.
final class VerificationMeter: Sendable {
  private let state: Mutex<LakeVerificationProgress>
  private let report: @Sendable (LakeVerificationProgress) -> Void
  private let start = MonotonicClock.seconds()

  init(
    _ total: LakeVerificationProgress,
    _ report: @escaping @Sendable (LakeVerificationProgress) -> Void
  ) {
    state = Mutex(total)
    self.report = report
  }

  /// What there is to check of data types, by their manifests: all dates, or one.
  static func total(
    of types: [MarketDataType], _ date: CalendarDate?, in lake: LakeInventory
  ) throws(IngestError) -> LakeVerificationProgress {
    var total = LakeVerificationProgress()
    for type in types {
      for (recorded, _) in try lake.recorded(of: type) where date == nil || date == recorded {
        guard case .read(let manifest) = try lake.manifest(type, recorded) else { continue }
        total.totalFileCount += manifest.files.count
        for file in manifest.files {
          // A manifest may state any size.
          let (sum, isOver) = total.totalByteCount.addingReportingOverflow(file.byteCount)
          total.totalByteCount = isOver ? .max : sum
        }
      }
    }
    return total
  }

  /// Counts a file of this many bytes.
  func note(byteCount: Int) {
    let progress = state.withLock { progress in
      progress.fileCount += 1
      progress.byteCount += byteCount
      progress.elapsedTime = MonotonicClock.elapsed(since: start)
      return progress
    }
    report(progress)
  }
}
