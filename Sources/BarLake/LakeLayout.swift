internal import Bytes

/// Where things lie in a lake. Paths are built from parsed values, never from raw text.
///
/// Source: `docs/spec.md`, PART-2; `docs/architecture.md`, "Commit".
struct LakeLayout: Sendable {
  /// The lake's directory.
  let root: String
  let dataType: MarketDataType
  let date: CalendarDate

  /// The published file, relative to the lake.
  var file: String { "\(directories.last ?? "")/date=\(date).parquet" }

  /// The directories that hold the published file, outermost first, relative to the lake.
  var directories: [String] {
    let type = dataType.rawValue
    let year = "\(type)/year=\(date.yearText)"
    return [type, year, "\(year)/month=\(date.monthText)"]
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
