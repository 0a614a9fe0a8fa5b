import BarLake
import BarLakeBytes

/// The file that a page is written to in one step, so that a browser never shows a half of it.
struct PageFile {
  /// As it was given.
  let path: String
  /// What is replaced: where the path leads, if it is a link.
  private let target: String

  /// Throws `invalid_argument` if `path` is a URL, or names what is there and is no file: a folder,
  /// or a device, in whose place no file must come. Throws `io_error` if that cannot be known.
  init(_ path: String) throws(IngestError) {
    try LocalPath.check("--html", path)
    self.path = path
    let status: FileStatus?
    do throws(SystemError) {
      status = try FileSystem.status(path)
      target = status == nil ? path : try FileSystem.resolved(path)
    } catch {
      throw .io(error, root: "")
    }
    if let status, status.kind != .regular {
      throw .invalidArgument("--html", path, "a file, or - for standard output")
    }
  }

  /// Writes the file, in place of an existing one.
  func write(_ text: String) throws(IngestError) {
    let staged = "\(FileSystem.parent(of: target))/.barlake-page.\(FileSystem.randomIdentifier())"
    do throws(SystemError) {
      try FileSystem.replace(target, with: Array(text.utf8), staged: staged)
    } catch {
      // Nobody knows the other file.
      let path = error.path.isSame(as: staged) ? path : error.path
      throw .io(
        SystemError(operation: error.operation, path: path, number: error.number), root: "")
    }
  }
}
