import BarLake
import Bytes
import ParquetFormat
import ParquetReading

extension Lake {
  /// Replaces a text in one of the lake's own files.
  func replace(_ text: String, by other: String, in path: String) throws {
    let content = String(decoding: try read(path), as: UTF8.self)
    let parts = content.split(separator: text, omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw DamageError.notFound(text) }
    try put(Array(parts.joined(separator: other).utf8), at: path)
  }

  /// Changes the footer of a published file, and its size in its date's manifest accordingly.
  func rewriteFooter(
    of path: String = Lake.file(), manifest: String = Lake.manifest(),
    _ change: (inout FileMetaData) -> Void
  ) throws {
    let bytes = try read(path)
    let file = try ParquetFile(bytes: bytes)
    var metadata = file.metadata
    change(&metadata)
    let changed = metadata
    let footer = CompactWriter.bytes { changed.write(to: &$0) }
    let rewritten =
      bytes[..<file.footerRange.lowerBound] + footer
      + FileLayout.trailer(footerByteCount: footer.count)
    try put(Array(rewritten), at: path)
    if rewritten.count != bytes.count {
      try replace("\"bytes\" : \(bytes.count)", by: "\"bytes\" : \(rewritten.count)", in: manifest)
    }
  }

  enum DamageError: Error {
    case notFound(String)
  }
}

extension FileMetaData {
  /// Changes the metadata of the chunk of `column` in the first row group.
  mutating func change(_ column: String, _ body: (inout ColumnMetaData) -> Void) {
    for number in rowGroups[0].columns.indices
    where rowGroups[0].columns[number].metaData?.path == [column] {
      guard var chunk = rowGroups[0].columns[number].metaData else { continue }
      body(&chunk)
      rowGroups[0].columns[number].metaData = chunk
    }
  }
}
