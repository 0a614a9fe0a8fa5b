package import Bytes

/// A new, empty folder that goes with the object.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = "/tmp/barlake-tests.\(FileSystem.randomIdentifier())"
    try FileSystem.createDirectory(path)
  }

  deinit {
    // What is left over in a folder for temporary files harms nobody.
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
}
