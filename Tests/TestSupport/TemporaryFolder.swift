package import BarLakeBytes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A new, empty folder that is removed with the object.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// What a disk does on a sync is no subject of the tests.
  package static let parent = FileSystem.temporaryDirectory

  package init() throws {
    path = "\(Self.parent)/barlake-tests.\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(path)
  }

  deinit {
    // A file that is left in a folder for temporary files does no harm.
    try? FileSystem.removeTree(path)
  }

  /// The path of `name` in the folder.
  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file of the folder and returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try FileSystem.write(Array(bytes), to: path(name))
    return path(name)
  }

  /// Makes the symbolic link `path` to `target`, wherever that leads.
  package static func makeLink(_ path: String, to target: String) throws {
    // SAFETY: both strings live through the call.
    guard unsafe symlink(target, path) == 0 else {
      throw SystemError(operation: "symlink", path: path, number: errno)
    }
  }

  /// Runs `body` while the directory `path` has an empty file with a name that is not UTF-8, `x`
  /// and a byte 0xFF.
  package static func withMisnamedFile(in path: String, _ body: () throws -> Void) throws {
    let name = (Array("\(path)/x".utf8) + [0xFF, 0]).map { CChar(bitPattern: $0) }
    // SAFETY: the bytes live through the calls and end with a zero.
    let descriptor = unsafe creat(name, 0o600)
    guard descriptor >= 0 else { throw SystemError(operation: "creat", path: path, number: errno) }
    close(descriptor)
    defer { _ = unsafe unlink(name) }
    try body()
  }

  /// Makes a file `byteCount` bytes long, of which those behind its content take no room.
  package static func extend(_ path: String, to byteCount: Int) throws {
    // SAFETY: the path lives through the call.
    guard unsafe truncate(path, off_t(byteCount)) == 0 else {
      throw SystemError(operation: "truncate", path: path, number: errno)
    }
  }

  /// Makes a named pipe in the folder and returns its path.
  package func makePipe(_ name: String) throws -> String {
    try Self.makePipe(path(name))
    return path(name)
  }

  /// Makes the named pipe `path`.
  package static func makePipe(_ path: String) throws {
    // SAFETY: the path lives through the call.
    guard unsafe mkfifo(path, 0o600) == 0 else {
      throw SystemError(operation: "mkfifo", path: path, number: errno)
    }
  }

  /// Makes the folder `path` with a file below more folders than a path can name.
  package static func makeDeep(_ path: String) throws {
    let name = String(repeating: "d", count: 200)
    try FileSystem.createDirectories("\(path)/\(name)")
    try FileSystem.write([1], to: "\(path)/\(name)/file")
    // The innermost folders are made first, since the path of the outermost one is short.
    for _ in 0..<24 {
      let outer = "\(path)/outer"
      try FileSystem.createDirectory(outer)
      try FileSystem.rename("\(path)/\(name)", to: "\(outer)/\(name)")
      try FileSystem.rename(outer, to: "\(path)/\(name)")
    }
  }
}

/// The files of this repository.
package enum Repository {
  package static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The content of a file.
  package static func read(_ path: String) throws(SystemError) -> [UInt8] {
    try FileSystem.read("\(root)/\(path)")
  }

  /// Whether there is a file at `path`.
  package static func has(_ path: String) throws(SystemError) -> Bool {
    try FileSystem.status("\(root)/\(path)")?.kind == .regular
  }

  /// The paths of the Swift files below `folder`, however deep, sorted.
  package static func swiftFiles(below folder: String) throws(SystemError) -> [String] {
    var paths: [String] = []
    for name in try FileSystem.names(in: "\(root)/\(folder)") {
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".swift") {
        paths.append(path)
      } else if try FileSystem.status("\(root)/\(path)")?.kind == .directory {
        paths += try swiftFiles(below: path)
      }
    }
    return paths
  }
}
