import BarLakeBytes
import BarLakeParquetFormat
import BarLakeParquetReading

/// What is committed beside the tests.
enum Fixtures {
  /// The top folder of the checkout.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// The path of a Parquet file of another implementation, or of its table.
  static func path(_ name: String) -> String { "\(root)/Fixtures/parquet/\(name)" }

  static func bytes(_ name: String) throws -> [UInt8] {
    try FileSystem.read(path("\(name).parquet"))
  }
}

/// A file with another footer: `change` is given the footer's metadata.
func rewriteFooter(
  of bytes: [UInt8], _ change: (inout FileMetaData) -> Void
) throws -> [UInt8] {
  let file = try ParquetFile(bytes: bytes)
  var metadata = file.metadata
  change(&metadata)
  let footer = CompactWriter.bytes { metadata.write(to: &$0) }
  return Array(bytes[..<file.footerRange.lowerBound]) + footer
    + FileLayout.trailer(footerByteCount: footer.count)
}
