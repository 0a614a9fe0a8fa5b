internal import BarLakeBytes

/// Where things lie in a lake. Paths are built from parsed values, never from raw text.
///
/// Source: `docs/spec.md`, PART-2; `docs/architecture.md`, "The commit".
package struct LakeLayout: Sendable {
  /// The lake's directory.
  package let root: String
  package let dataType: MarketDataType
  package let date: CalendarDate
  /// What the date's rows are divided by; nil where the date is one file.
  package let key: PartitionKey?

  package init(root: String, dataType: MarketDataType, date: CalendarDate, key: PartitionKey?) {
    self.root = root
    self.dataType = dataType
    self.date = date
    self.key = key
  }

  /// The published file of a date that is one file, relative to the lake.
  package var file: String { "\(month)/\(fileName)" }

  /// The published file of one partition of the date, relative to the lake; nil if there is no name
  /// for the partition's value, which is given by its bytes.
  package func file(_ value: [UInt8]) -> String? {
    key?.directoryName(value).map { "\(month)/\($0)/\(fileName)" }
  }

  /// What the paths of the date's files begin and end with. Between the two stands what names the
  /// partition's value, and nothing where the date is one file.
  package var fileAffixes: (prefix: String, suffix: String) {
    guard let key else { return ("\(month)/", fileName) }
    return ("\(month)/\(key.name)=", "/\(fileName)")
  }

  /// The date's file in the folder that `name` names after `symbol=`, or in the month's own where
  /// it is empty.
  package func file(named name: String) -> String {
    guard !name.isEmpty, let key = PartitionKey(dataType, .symbol) else { return file }
    return "\(month)/\(key.name)=\(name)/\(fileName)"
  }

  /// Whether `path`, of any origin, is one that the date may have a file at, in either
  /// partitioning: a run that died may have been about to write in the other one.
  package func owns(_ path: String) -> Bool {
    if path.isSame(as: file) { return true }
    let parts = path.parts(separatedBy: "/")
    return parts.count == 5 && PartitionPath.symbol(parts[3], of: dataType) != nil
      && parts[..<3].joined(separator: "/").isSame(as: month) && parts[4].isSame(as: fileName)
  }

  /// The directories above `path`, outermost first, relative to the lake as it is.
  package func directories(above path: String) -> [String] {
    let parts = path.parts(separatedBy: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  private var fileName: String { "date=\(date).parquet" }
  private var month: String {
    "\(dataType.rawValue)/year=\(date.yearText)/month=\(date.monthText)"
  }

  /// Everything that is ours and no reader's, relative to the lake.
  package static let ownDirectory = ".barlake"

  package static let lockDirectory = "\(ownDirectory)/locks"
  package static let stagingDirectory = "\(ownDirectory)/staging"
  private static let manifestsDirectory = "\(ownDirectory)/manifests"

  /// The manifests of a data type, and its lists of files to publish.
  package static func manifestDirectory(of type: MarketDataType) -> String {
    "\(manifestsDirectory)/\(type.rawValue)"
  }

  /// What is fixed for a data type.
  package static func settings(of type: MarketDataType) -> String {
    "\(ownDirectory)/\(type.rawValue).json"
  }

  /// What the locks and staging directories of the date are called by.
  private var runName: String { "\(dataType.rawValue).\(date)" }
  package var lock: String { "\(Self.lockDirectory)/\(runName)" }
  /// Held while a date of the type is published, so that settings and manifests agree.
  package var typeLock: String { "\(Self.lockDirectory)/\(dataType.rawValue)" }
  /// What the names of this date's staging directories start with.
  package var stagingPrefix: String { "\(runName)." }
  package var manifestDirectory: String { Self.manifestDirectory(of: dataType) }
  /// The directories above the manifest, outermost first.
  package var manifestDirectories: [String] {
    [Self.ownDirectory, Self.manifestsDirectory, manifestDirectory]
  }
  package var manifest: String { "\(manifestDirectory)/\(date)\(Self.manifestSuffix)" }
  /// The list of the files that a run is about to publish.
  package var intent: String { "\(manifestDirectory)/\(date)\(Self.intentSuffix)" }
  package static let manifestSuffix = ".json"
  package static let intentSuffix = ".publishing"
  package var settings: String { Self.settings(of: dataType) }

  /// A path relative to the lake as one that the system understands.
  package func absolute(_ path: String) -> String { "\(root)/\(path)" }

  /// Does calls of the file system, whose errors become `io_error` with paths relative to the lake.
  func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(IngestError) -> Result {
    do {
      return try body()
    } catch {
      throw .io(error, root: root)
    }
  }
}
