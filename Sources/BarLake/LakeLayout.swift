internal import Bytes

/// Where things lie in a lake. Paths are built from parsed values, never from raw text.
///
/// Source: `docs/spec.md`, PART-2; `docs/architecture.md`, "The commit".
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

  /// What the paths of the date's files begin and end with. Between the two stands what names the
  /// partition's value, and nothing where the date is one file.
  var fileAffixes: (prefix: String, suffix: String) {
    guard let key else { return ("\(month)/", fileName) }
    return ("\(month)/\(key.name)=", "/\(fileName)")
  }

  /// The date's file in the folder that `name` names after `symbol=`, or in the month's own where it
  /// is empty.
  func file(named name: String) -> String {
    guard !name.isEmpty, let key = PartitionKey(dataType, .symbol) else { return file }
    return "\(month)/\(key.name)=\(name)/\(fileName)"
  }

  /// Whether `path`, of any origin, is one that the date may have a file at, in either partitioning:
  /// a run that died may have been about to write in the other one.
  func owns(_ path: String) -> Bool {
    if path.isSame(as: file) { return true }
    let parts = path.parts(separatedBy: "/")
    return parts.count == 5 && PartitionPath.symbol(parts[3], of: dataType) != nil
      && parts[..<3].joined(separator: "/").isSame(as: month) && parts[4].isSame(as: fileName)
  }

  /// The directories above `path`, outermost first, relative to the lake as it is.
  func directories(above path: String) -> [String] {
    let parts = path.parts(separatedBy: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }

  private var fileName: String { "date=\(date).parquet" }
  private var month: String {
    "\(dataType.rawValue)/year=\(date.yearText)/month=\(date.monthText)"
  }

  /// Everything that is ours and no reader's, relative to the lake.
  static let ownDirectory = ".barlake"

  static let lockDirectory = "\(ownDirectory)/locks"
  static let stagingDirectory = "\(ownDirectory)/staging"
  private static let manifestsDirectory = "\(ownDirectory)/manifests"

  /// The manifests of a data type, and its lists of files to publish.
  static func manifestDirectory(of type: MarketDataType) -> String {
    "\(manifestsDirectory)/\(type.rawValue)"
  }

  /// What is fixed for a data type.
  static func settings(of type: MarketDataType) -> String {
    "\(ownDirectory)/\(type.rawValue).json"
  }

  /// What the locks and staging directories of the date are called by.
  private var runName: String { "\(dataType.rawValue).\(date)" }
  var lock: String { "\(Self.lockDirectory)/\(runName)" }
  /// Held while a date of the type is published, so that settings and manifests agree.
  var typeLock: String { "\(Self.lockDirectory)/\(dataType.rawValue)" }
  /// What the names of this date's staging directories start with.
  var stagingPrefix: String { "\(runName)." }
  var manifestDirectory: String { Self.manifestDirectory(of: dataType) }
  /// The directories above the manifest, outermost first.
  var manifestDirectories: [String] {
    [Self.ownDirectory, Self.manifestsDirectory, manifestDirectory]
  }
  var manifest: String { "\(manifestDirectory)/\(date)\(Self.manifestSuffix)" }
  /// The list of the files that a run is about to publish.
  var intent: String { "\(manifestDirectory)/\(date)\(Self.intentSuffix)" }
  static let manifestSuffix = ".json"
  static let intentSuffix = ".publishing"
  var settings: String { Self.settings(of: dataType) }

  /// A path relative to the lake as one that the system understands.
  func absolute(_ path: String) -> String { "\(root)/\(path)" }

  /// The most bytes of a file of our own, which is read as a whole: none is written that is longer.
  static let contentByteLimit = 64 << 20

  /// The content of the file `path` of our own; nil if it is not there. Of one that is larger than
  /// ours ever are only the beginning is read, which means nothing.
  static func content(of path: String) throws(SystemError) -> [UInt8]? {
    do {
      return try FileSystem.read(path, upTo: contentByteLimit)
    } catch {
      if error.number == SystemError.notFound { return nil }
      throw error
    }
  }

  /// Does calls of the file system, whose errors become `io_error` with paths relative to the lake.
  func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(IngestError) -> Result {
    do {
      return try body()
    } catch {
      throw .io(error, root: root, date: date)
    }
  }
}
