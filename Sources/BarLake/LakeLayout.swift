internal import Bytes

/// Where things lie in a lake. Paths are built from parsed values, never from raw text.
///
/// Source: `docs/spec.md`, PART-2; `docs/architecture.md`, "Commit".
struct LakeLayout: Sendable {
  /// The lake's directory.
  let root: String
  let dataType: MarketDataType
  let date: CalendarDate
  /// What the date's rows are divided by; nil where the date is one file.
  let key: PartitionKey?

  /// The published file of a date that is one file, relative to the lake.
  var file: String { "\(month)/\(fileName)" }

  /// The published file of one partition of the date, relative to the lake; nil if there is no name
  /// for the partition's value, which is given by its bytes.
  func file(_ value: [UInt8]) -> String? {
    key?.directoryName(value).map { "\(month)/\($0)/\(fileName)" }
  }

  /// Whether `path`, of any origin, is one that the date may have a file at.
  func owns(_ path: String) -> Bool {
    if path == file { return true }
    guard let key else { return false }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 5 && parts[3].hasPrefix("\(key.name)=")
      && parts[..<3].joined(separator: "/") == month && parts[4] == fileName
  }

  /// The directories above `path`, outermost first, relative to the lake as it is.
  func directories(above path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  private var fileName: String { "date=\(date).parquet" }
  private var month: String {
    "\(dataType.rawValue)/year=\(date.yearText)/month=\(date.monthText)"
  }

  /// Everything that is ours and no reader's, relative to the lake.
  static let ownDirectory = ".barlake"

  var lockDirectory: String { "\(Self.ownDirectory)/locks" }
  var lock: String { "\(lockDirectory)/\(dataType.rawValue).\(date)" }
  /// Held while a date of the type is published, so that settings and manifests agree.
  var typeLock: String { "\(lockDirectory)/\(dataType.rawValue)" }
  var stagingDirectory: String { "\(Self.ownDirectory)/staging" }
  /// What the names of this date's staging directories start with.
  var stagingPrefix: String { "\(dataType.rawValue).\(date)." }
  var manifestDirectory: String { "\(Self.ownDirectory)/manifests/\(dataType.rawValue)" }
  var manifest: String { "\(manifestDirectory)/\(date).json" }
  /// The list of the files that a run is about to publish.
  var intent: String { "\(manifestDirectory)/\(date).publishing" }
  var settings: String { "\(Self.ownDirectory)/\(dataType.rawValue).json" }

  func absolute(_ path: String) -> String { "\(root)/\(path)" }
}
