internal import BarLakeBytes
internal import BarLakeHivePartitions

/// The paths of a lake for one date. They are built from parsed values, never from raw text.
///
/// Source: `docs/spec.md`, PART-2; `docs/architecture.md`, "The commit".
package struct LakeLayout: Sendable {
  /// The lake's folder.
  package let root: String
  package let dataType: MarketDataType
  package let date: CalendarDate
  /// The column by which the date is partitioned; nil if the date is one file.
  package let key: PartitionKey?
  /// The folder of the date's month, and the name of its data files. A date may have thousands.
  private let month: String
  private let fileName: String

  package init(root: String, dataType: MarketDataType, date: CalendarDate, key: PartitionKey?) {
    self.root = root
    self.dataType = dataType
    self.date = date
    self.key = key
    month = "\(dataType.rawValue)/year=\(date.yearText)/month=\(date.monthText)"
    fileName = "date=\(date).parquet"
  }

  /// The path of the data file of a date that is one file, relative to the lake.
  package var file: String { "\(month)/\(fileName)" }

  /// The path of the data file of a partition, relative to the lake. `value` is the partition's
  /// value in UTF-8. Nil if the value cannot name a folder.
  package func file(_ value: [UInt8]) -> String? {
    key?.folders.name(of: value).map { "\(month)/\($0)/\(fileName)" }
  }

  /// The common start and end of the paths of the date's data files. Between the two is the name of
  /// the partition, or nothing if the date is one file.
  package var fileAffixes: (prefix: String, suffix: String) {
    guard let key else { return ("\(month)/", fileName) }
    return ("\(month)/\(key.name)=", "/\(fileName)")
  }

  /// The path of the data file in the folder `symbol={name}`, or in the month's folder if `name` is
  /// empty.
  package func file(named name: String) -> String {
    guard !name.isEmpty, let key = PartitionKey(dataType, .symbol) else { return file }
    return "\(month)/\(key.name)=\(name)/\(fileName)"
  }

  /// Whether the date may have a data file at `path`, a text of any origin, in either partitioning.
  /// A run that was killed may have used the other one.
  package func owns(_ path: String) -> Bool {
    if path.isSame(as: file) { return true }
    let parts = path.parts(separatedBy: "/")
    return parts.count == 5 && PartitionPath.symbol(parts[3], of: dataType) != nil
      && parts[..<3].joined(separator: "/").isSame(as: month) && parts[4].isSame(as: fileName)
  }

  /// The folders above `path`, outermost first, relative to the lake.
  package func directories(above path: String) -> [String] {
    let parts = path.parts(separatedBy: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  /// The folder of BarLake's own files, relative to the lake.
  package static let ownDirectory = ".barlake"

  package static let lockDirectory = "\(ownDirectory)/locks"
  package static let stagingDirectory = "\(ownDirectory)/staging"
  private static let manifestsDirectory = "\(ownDirectory)/manifests"

  /// The folders of BarLake's own files for the date, as paths for the system.
  package var ownFolders: [String] {
    [Self.lockDirectory, Self.stagingDirectory, manifestDirectory].map(absolute)
  }

  /// The folder of a data type's manifests and publishing lists.
  package static func manifestDirectory(of type: MarketDataType) -> String {
    "\(manifestsDirectory)/\(type.rawValue)"
  }

  /// The path of a data type's settings.
  package static func settings(of type: MarketDataType) -> String {
    "\(ownDirectory)/\(type.rawValue).json"
  }

  /// The start of the names of the date's locks and staging folders.
  private var runName: String { "\(dataType.rawValue).\(date)" }
  package var lock: String { "\(Self.lockDirectory)/\(runName)" }
  /// The path of the type lock. A run holds it while it publishes, so that settings and manifests
  /// agree.
  package var typeLock: String { "\(Self.lockDirectory)/\(dataType.rawValue)" }
  /// The start of the names of the date's staging folders.
  package var stagingPrefix: String { "\(runName)." }
  package var manifestDirectory: String { Self.manifestDirectory(of: dataType) }
  /// The folders above the manifest, outermost first.
  package var manifestDirectories: [String] {
    [Self.ownDirectory, Self.manifestsDirectory, manifestDirectory]
  }
  package var manifest: String { "\(manifestDirectory)/\(date)\(Self.manifestSuffix)" }
  /// The path of the publishing list.
  package var intent: String { "\(manifestDirectory)/\(date)\(Self.intentSuffix)" }
  package static let manifestSuffix = ".json"
  package static let intentSuffix = ".publishing"
  package var settings: String { Self.settings(of: dataType) }

  /// A path relative to the lake as a path for the system.
  package func absolute(_ path: String) -> String { "\(root)/\(path)" }
}
