package import BarLake
package import BarLakeBytes

/// The flat files of one data type in a folder and the folders in it, such as a copy of the
/// vendor's bucket or a part of one. It opens no file and no connection; only names count.
///
/// Links are followed, but not to the folder itself and those above it, and each folder is read
/// once, whatever leads to it.
///
/// Source: `docs/flat-files.md`, FLAT-8.
package struct FlatFileTree: Sendable {
  /// A flat file, and the date that its name gives.
  package struct File: Equatable, Sendable {
    package let path: String
    package let date: CalendarDate
  }

  /// Something whose name, or whose kind, is not that of a flat file.
  package struct PassedOver: Equatable, Sendable {
    package let path: String
    /// Why, for what has nearly the name of a flat file; nil for all other names.
    package let reason: String?
  }

  /// The folder.
  package let root: String
  /// The folder's path without links.
  private var target = ""
  /// The data type of ``files``.
  package let dataType: MarketDataType
  /// In order of their dates, then of the bytes of their paths. Several may have one date.
  package private(set) var files: [File] = []
  /// How many other names there are. Names that begin with a dot do not count.
  package private(set) var passedOverCount = 0
  /// The first of these: those with a reason before the others, each in the order of the walk.
  package private(set) var passedOver: [PassedOver] = []
  /// How many flat files there are in folders of something else.
  package private(set) var others: [FlatFileFolder: Int] = [:]
  /// Folders that could not be read; what they hold is not in the other lists.
  package private(set) var errors: [IngestError] = []

  /// The most that ``passedOver`` holds of either kind.
  package static let passedOverLimit = 3

  /// Reads the names below the folder `root`.
  ///
  /// - Throws: `io_error` if `root` is not a folder that can be read, or if `cancellation` asks to
  ///   stop.
  package init(
    root: String, dataType: MarketDataType, cancellation: Cancellation? = nil
  ) throws(IngestError) {
    self.root = root
    self.dataType = dataType
    var folders: [Folder] = []
    var seen: Set<FileIdentity> = []
    do throws(SystemError) {
      target = try FileSystem.resolved(root)
      folders = try read(Self.top(root, target), noting: &seen)
    } catch {
      throw .io(error, root: "")
    }
    while let folder = folders.popLast() {
      do throws(SystemError) {
        folders += try read(folder, noting: &seen)
      } catch {
        errors.append(.io(error, root: ""))
      }
      if cancellation?.isCancelled == true {
        throw IngestError(code: .ioError, message: "interrupted")
      }
    }
    files.sort { $0.date == $1.date ? $0.path.precedesInBytes($1.path) : $0.date < $1.date }
    // Of either kind there are at most as many as are kept.
    passedOver = passedOver.filter { $0.reason != nil } + passedOver.filter { $0.reason == nil }
  }

  /// A folder of the tree.
  private struct Folder {
    let path: String
    /// The path from the root of the file system on.
    let absolutePath: String
    /// What is in it by the names of folders; nil if they say nothing.
    let content: FlatFileFolder?
  }

  /// The folder `root`, which is `target` without links.
  private static func top(_ root: String, _ target: String) -> Folder {
    let absolutePath = FileSystem.absolute(root)
    let isPlain = !absolutePath.parts(separatedBy: "/").contains { [".", ".."].contains($0) }
    let content = isPlain ? FlatFileFolder(in: absolutePath) : nil
    return Folder(
      path: root, absolutePath: isPlain ? absolutePath : target,
      content: content ?? FlatFileFolder(in: target))
  }

  /// Notes what is in a folder, unless that was done before, and returns the folders in it, the
  /// last one first.
  private mutating func read(
    _ folder: Folder, noting seen: inout Set<FileIdentity>
  ) throws(SystemError) -> [Folder] {
    if let identity = try FileIdentity(folder.path), !seen.insert(identity).inserted { return [] }
    var entries: [(name: String, kind: FileStatus.Kind?)] = []
    try FileSystem.forEachEntry(in: folder.path) { (name, kind) throws(SystemError) in
      let isHidden = !name.isEmpty && name[0] == UInt8(ascii: ".")
      if !isHidden { entries.append((name.text, kind)) }
    }
    entries.sort { $0.name.precedesInBytes($1.name) }
    var folders: [Folder] = []
    for (name, kind) in entries {
      let path = folder.path.ends(with: "/") ? folder.path + name : "\(folder.path)/\(name)"
      if name.hasReplacement {
        passOver(path, "its name is not UTF-8")
        continue
      }
      do throws(SystemError) {
        // Without a kind it is a link, or the file system gives none.
        let found =
          if let kind { FileStatus.Kind?(kind) } else { try FileSystem.status(path)?.kind }
        switch found {
        case .directory:
          if let inner = try self.folder(name, path, in: folder, isLink: kind == nil) {
            folders.append(inner)
          } else {
            passOver(path, "it leads to a folder above")
          }
        case .regular: noteFile(name, path, in: folder)
        case .link, .other: passOver(path, Self.date(in: name) == nil ? nil : "it is not a file")
        case nil: passOver(path, "it is a link that leads nowhere")
        }
      } catch {
        errors.append(.io(error, root: ""))
      }
    }
    return folders.reversed()
  }

  /// The folder `name` in another one; nil if it is the whole tree, or above it. Its own path says
  /// what is in it, or else where its link leads, or else the other folder.
  private func folder(
    _ name: String, _ path: String, in other: Folder, isLink: Bool
  ) throws(SystemError) -> Folder? {
    let absolutePath = "\(other.absolutePath)/\(name)"
    var content = FlatFileFolder(in: absolutePath)
    if isLink {
      let linked = try FileSystem.resolved(path)
      if "\(target)/".begins(with: linked.ends(with: "/") ? linked : "\(linked)/") { return nil }
      content = content ?? FlatFileFolder(in: linked)
    }
    return Folder(path: path, absolutePath: absolutePath, content: content ?? other.content)
  }

  private mutating func noteFile(_ name: String, _ path: String, in folder: Folder) {
    guard let text = Self.date(in: name) else { return passOver(path, nil) }
    guard let date = try? CalendarDate(text) else {
      return passOver(path, "\(text) is no day of the calendar")
    }
    switch folder.content {
    case nil, .bars(dataType)?: files.append(File(path: path, date: date))
    case let other?: others[other, default: 0] += 1
    }
  }

  private mutating func passOver(_ path: String, _ reason: String?) {
    passedOverCount += 1
    if passedOver.count(where: { ($0.reason == nil) == (reason == nil) }) < Self.passedOverLimit {
      passedOver.append(PassedOver(path: path, reason: reason))
    }
  }

  /// What stands for the date in the name of a flat file, `YYYY-MM-DD.csv` or `YYYY-MM-DD.csv.gz`;
  /// nil if the name has another form.
  private static func date(in name: String) -> String? {
    guard let text = name.dropping(suffix: ".csv") ?? name.dropping(suffix: ".csv.gz") else {
      return nil
    }
    return DatedName.isDate(Array(text.utf8)[...]) ? text : nil
  }
}
