internal import BarLakeBytes
internal import BarLakeHivePartitions

/// The files that a manifest lists, in the order of their paths' bytes. A date may have a hundred
/// thousand, so the differing parts of their paths share one array of bytes.
package struct ManifestFiles: Sendable {
  /// The common start and end of all paths.
  private let prefix: String
  private let suffix: String
  /// The column by which the date is partitioned; nil if the date is one file.
  private let key: PartitionKey?
  /// The bytes that contain the names and SHA-256 of the entries, possibly with other bytes between
  /// them.
  package private(set) var text: [UInt8] = []
  private var entries: [Entry] = []
  /// The size of all files in bytes.
  package private(set) var byteCount = 0
  /// The number of rows of all files.
  package private(set) var rowCount = 0

  private struct Entry: Sendable {
    var nameStart: Int32
    var nameByteCount: Int32
    var sha256Start: Int32
    var byteCount: Int
    var rowCount: Int

    var name: Range<Int> { Int(nameStart)..<Int(nameStart + nameByteCount) }
  }

  /// The length of a SHA-256 in hexadecimal.
  package static let sha256ByteCount = 64
  /// The bytes or rows that a file may have. Within these limits the sums of a lake do not
  /// overflow.
  package static let plausibleCounts = 0...1 << 40

  /// An empty list for a date. `text` contains the names and SHA-256 of the entries to be added.
  package init(of layout: LakeLayout, text: [UInt8] = []) {
    (prefix, suffix) = layout.fileAffixes
    key = layout.key
    self.text = text
  }

  /// An empty list without a date.
  package init() {
    (prefix, suffix) = ("", "")
    key = nil
  }

  /// A list of `files`, in any order; nil if the date cannot have them or one occurs twice.
  package init?(_ files: [Manifest.File], of layout: LakeLayout) {
    self.init(of: layout)
    let overhead = prefix.utf8.count + suffix.utf8.count
    for file in files.sorted(by: { $0.path.precedesInBytes($1.path) }) {
      let path = file.path.utf8
      guard path.count >= overhead, path.starts(with: prefix.utf8),
        path.suffix(suffix.utf8.count).elementsEqual(suffix.utf8),
        file.sha256.utf8.count == Self.sha256ByteCount
      else { return nil }
      let name = text.count..<text.count + path.count - overhead
      text.append(contentsOf: path.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count))
      let sha256Start = text.count
      text.append(contentsOf: file.sha256.utf8)
      guard
        append(
          name: name, sha256Start: sha256Start, byteCount: file.byteCount, rowCount: file.rowCount)
      else { return nil }
    }
  }

  /// Reserves memory for `count` files.
  package mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  /// Adds a file, whose name and SHA-256 are in the text. Returns false and adds nothing if the
  /// date cannot have the file or it does not follow the last one in order.
  package mutating func append(
    name: Range<Int>, sha256Start: Int, byteCount: Int, rowCount: Int
  ) -> Bool {
    guard Self.plausibleCounts.contains(byteCount), Self.plausibleCounts.contains(rowCount) else {
      return false
    }
    if let key {
      guard PartitionName.isName(text.span, name, of: key.folders) else { return false }
      if let last = entries.last?.name,
        PartitionName.order(text.span, last, text.span, name) >= 0
      {
        return false
      }
    } else if !name.isEmpty || !entries.isEmpty {
      return false
    }
    entries.append(
      Entry(
        nameStart: Int32(name.lowerBound), nameByteCount: Int32(name.count),
        sha256Start: Int32(sha256Start), byteCount: byteCount, rowCount: rowCount))
    self.byteCount += byteCount
    self.rowCount += rowCount
    return true
  }

  /// The range in ``text`` of the name of the file's partition; empty if the date is one file.
  package func name(_ index: Int) -> Range<Int> { entries[index].name }

  /// The range in ``text`` of the file's SHA-256.
  package func sha256(_ index: Int) -> Range<Int> {
    let start = Int(entries[index].sha256Start)
    return start..<start + Self.sha256ByteCount
  }
}

extension ManifestFiles: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }

  package subscript(index: Int) -> Manifest.File {
    let entry = entries[index]
    let name = String(decoding: text[entry.name], as: UTF8.self)
    return Manifest.File(
      path: prefix + name + suffix, byteCount: entry.byteCount, rowCount: entry.rowCount,
      sha256: String(decoding: text[sha256(index)], as: UTF8.self))
  }
}

extension ManifestFiles: Equatable {
  package static func == (one: ManifestFiles, other: ManifestFiles) -> Bool {
    one.elementsEqual(other)
  }
}
