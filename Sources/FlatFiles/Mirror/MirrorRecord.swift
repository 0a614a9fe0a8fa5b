internal import BarLake
package import BarLakeBytes

/// What a mirror remembers of its objects: a line of JSON for each, in one file below its folder.
///
/// A line is only ever appended, under a lock, and the last one of a key counts. So processes that
/// download to one mirror lose nothing of each other. Each line begins with a line feed: a line
/// that a killed process has not finished ends where the next begins, and counts for nothing.
package struct MirrorRecord: Sendable {
  /// What is known of an object. An entry is written after the object was fetched, and also before
  /// that if nothing has its final name: since a file gets this name only when it is whole, one
  /// that has it later is this object.
  package struct Entry: Codable, Equatable, Sendable {
    package var key: String
    package var etag: String
    package var byteCount: Int

    package init(key: String, etag: String, byteCount: Int) {
      self.key = key
      self.etag = etag
      self.byteCount = byteCount
    }

    private enum CodingKeys: String, CodingKey {
      case key, etag
      case byteCount = "byte_count"
    }
  }

  /// The name of the file below the mirror's folder.
  package static let fileName = ".barlake-mirror"

  private let path: String

  /// The record of the mirror in the folder `root`, which need not be there.
  package init(root: String) {
    path = "\(root)/\(Self.fileName)"
  }

  /// The entries by their keys.
  package func entries() throws(SystemError) -> [ExactText: Entry] {
    guard try FileSystem.status(path) != nil else { return [:] }
    var entries: [ExactText: Entry] = [:]
    for line in try FileSystem.read(path).split(separator: UInt8(ascii: "\n")) {
      guard let entry = JSON.value(Entry.self, from: Array(line)) else { continue }
      entries[ExactText(entry.key)] = entry
    }
    return entries
  }

  /// Adds an entry, which counts from now on. Makes the folder if it is missing.
  package func append(_ entry: Entry) throws(SystemError) {
    try FileSystem.createDirectories(FileSystem.parent(of: path))
    let lock = try FileLock(path)
    let file = try PartialFile(path)
    let bytes = [UInt8(ascii: "\n")] + JSON.lineBytes(entry)
    try file.write(bytes.span, at: try file.byteCount())
    _ = consume lock
  }
}
