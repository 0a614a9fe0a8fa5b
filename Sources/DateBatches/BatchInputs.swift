package import BarLake
package import BarLakeBytes
internal import BarLakeCommandSupport
internal import FlatFiles

/// The inputs of one call: files that are named by their date, and folders of such files.
///
/// The order is that of the arguments. A folder stands for its flat files, in order of their dates.
///
/// Source: `docs/flat-files.md`, FLAT-8 and FLAT-9.
package struct BatchInputs: Sendable {
  /// What is done for one date.
  package enum Input: Sendable {
    case date(String, ByteSource)
    /// There is no input, or more than one.
    case refused(IngestError)

    /// The date with its source; nil if the input is refused.
    package var dated: (date: String, data: ByteSource)? {
      if case .date(let date, let source) = self { (date, source) } else { nil }
    }
  }

  package private(set) var inputs: [Input] = []
  /// What is passed over in folders, each a line for people.
  package private(set) var notes: [String] = []

  /// The most names of a folder that a note names.
  private static let namedLimit = 3

  /// One input of the given date: the path of a file, or `-` for standard input.
  package init(date: String, argument: String) {
    if Self.isFolder(argument) {
      var error = IngestError.invalidArgument(
        "the input", argument, "a file if its date is given; the files of a folder have their dates"
      )
      error.date = date
      inputs = [.refused(error)]
    } else {
      inputs = [.date(date, argument == "-" ? .descriptor(0) : .file(argument))]
    }
  }

  /// The inputs that `arguments` name, paths of files and folders. A file without a date, a folder
  /// without a flat file and two files of one date are inputs that are refused.
  ///
  /// - Parameter others: data types that the call takes from the same folders, too, so that their
  ///   files are not passed over.
  /// - Throws: `io_error` if `cancellation` asks to stop.
  package init(
    _ arguments: [String], dataType: MarketDataType, besides others: [MarketDataType] = [],
    cancellation: Cancellation? = nil
  ) throws(IngestError) {
    var found: [Found] = []
    for argument in arguments {
      guard Self.isFolder(argument) else {
        found.append(Self.file(argument, dataType))
        continue
      }
      do throws(IngestError) {
        let tree = try FlatFileTree(
          root: argument, dataType: dataType, cancellation: cancellation)
        notes += Self.notes(tree, besides: others)
        found += Self.found(tree)
      } catch {
        if cancellation?.isCancelled == true { throw error }
        found.append(.refused(error))
      }
    }
    inputs = Self.inputs(found)
  }

  /// The length of each input in bytes, as far as it is known now. What cannot be looked at is an
  /// error of its ingest.
  package var byteCounts: [Int?] {
    inputs.map { input in
      guard case .date(_, .file(let path)) = input, let status = try? FileSystem.status(path),
        status.kind == .regular
      else { return nil }
      return status.byteCount
    }
  }

  private enum Found {
    case file(date: String, path: String)
    case refused(IngestError)
  }

  /// Whether `path` is a folder. What cannot be looked at is an error of its ingest.
  private static func isFolder(_ path: String) -> Bool {
    (try? FileSystem.status(path))?.kind == .directory
  }

  private static func file(_ path: String, _ dataType: MarketDataType) -> Found {
    let date = DatedName.date(of: path)
    do throws(IngestError) {
      try LocalPath.check("the input", path)
      guard let date else {
        throw .invalidArgument(
          "the name of an input", path,
          "one that begins with its date, YYYY-MM-DD, and a dot (or give the date with --date, for "
            + "one input)")
      }
      switch FlatFileFolder(in: path) {
      case nil, .bars(dataType)?: return .file(date: date, path: path)
      case let other?:
        throw .invalidArgument(
          "the input", path,
          "of \(dataType.rawValue), and by its folders it is of \(subject(other));")
      }
    } catch {
      var dated = error
      dated.date = date
      return .refused(dated)
    }
  }

  // MARK: Folders

  private static func found(_ tree: FlatFileTree) -> [Found] {
    let found =
      tree.errors.map(Found.refused)
      + tree.files.map { .file(date: $0.date.description, path: $0.path) }
    if !found.isEmpty { return found }
    let others = otherFiles(tree)
    let there = others.isEmpty ? "" : ", but \(others.joined(separator: ", "))"
    return [
      .refused(
        IngestError(
          code: .invalidArgument, token: IngestError.printable(Array(tree.root.utf8)),
          message: "below \(tree.root) is no flat file of \(tree.dataType.rawValue), named "
            + "YYYY-MM-DD.csv or YYYY-MM-DD.csv.gz\(there)"))
    ]
  }

  private static func notes(
    _ tree: FlatFileTree, besides taken: [MarketDataType]
  ) -> [String] {
    var notes: [String] = []
    let others = otherFiles(tree, besides: taken)
    if !tree.files.isEmpty, !others.isEmpty {
      notes.append(
        "\(tree.root): passed over \(others.joined(separator: ", ")), not of "
          + tree.dataType.rawValue)
    }
    if tree.passedOverCount > 0 {
      let named = tree.passedOver.prefix(namedLimit).map { name in
        let path = name.path.dropping(prefix: tree.root + "/") ?? name.path
        return name.reason.map { "\(path) (\($0))" } ?? path
      }
      let left = tree.passedOverCount - named.count
      notes.append(
        "\(tree.root): passed over \(Text.count(tree.passedOverCount, "name")) that no flat file "
          + "has: \(named.joined(separator: ", "))\(left > 0 ? " and \(left) more" : "")")
    }
    return notes
  }

  /// How many flat files of what else there are, in the order of the texts.
  private static func otherFiles(
    _ tree: FlatFileTree, besides taken: [MarketDataType] = []
  ) -> [String] {
    tree.others.filter { folder, _ in !taken.contains { folder == .bars($0) } }.map {
      "\(Text.count($1, "file")) of \(subject($0))"
    }.sorted()
  }

  private static func subject(_ folder: FlatFileFolder) -> String {
    switch folder {
    case .bars(let type): type.rawValue
    case .unsupported(let other): other.subject
    }
  }

  // MARK: Dates

  /// One input for each date, at the place of its first file.
  private static func inputs(_ found: [Found]) -> [Input] {
    var paths: [ExactText: [String]] = [:]
    for case .file(let date, let path) in found { paths[ExactText(date), default: []].append(path) }
    var inputs: [Input] = []
    for part in found {
      switch part {
      case .refused(let error): inputs.append(.refused(error))
      case .file(let date, _):
        if let paths = paths.removeValue(forKey: ExactText(date)) {
          inputs.append(input(date, paths))
        }
      }
    }
    return inputs
  }

  /// The input of a date that all of `paths` are of. A file may be named more than once.
  private static func input(_ date: String, _ paths: [String]) -> Input {
    var known: Set<FileIdentity> = []
    var files: [String] = []
    for path in paths where !files.contains(where: path.isSame) {
      // A file that is not there is an error of its ingest.
      if let identity = try? FileIdentity(path), !known.insert(identity).inserted { continue }
      files.append(path)
    }
    if files.count == 1 { return .date(date, .file(files[0])) }
    let named = files.prefix(namedLimit).joined(separator: ", ")
    let left = files.count - namedLimit
    return .refused(
      IngestError(
        date: date, code: .invalidArgument,
        message: "\(files.count) files are of this date: \(named)"
          + "\(left > 0 ? " and \(left) more" : ""); none is ingested while there is more than one")
    )
  }
}
