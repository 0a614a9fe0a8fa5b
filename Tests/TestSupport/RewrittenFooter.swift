package import BarLakeParquetFormat
internal import BarLakeParquetReading

/// The Parquet file `bytes` with the footer that `change` makes of its own. What `change` returns
/// stands before the footer, from byte `offset` on.
package func rewriteEnd(
  of bytes: [UInt8], _ change: (inout FileMetaData, _ offset: Int) throws -> [UInt8]
) throws -> [UInt8] {
  let file = try ParquetFile(bytes: bytes)
  var metadata = file.metadata
  let inserted = try change(&metadata, file.footerRange.lowerBound)
  let changed = metadata
  let footer = CompactWriter.bytes { changed.write(to: &$0) }
  return bytes[..<file.footerRange.lowerBound] + inserted + footer
    + FileLayout.trailer(footerByteCount: footer.count)
}

/// The Parquet file `bytes` with its footer changed, and nothing else.
package func rewriteFooter(
  of bytes: [UInt8], _ change: (inout FileMetaData) -> Void
) throws -> [UInt8] {
  try rewriteEnd(of: bytes) { metadata, _ in
    change(&metadata)
    return []
  }
}
