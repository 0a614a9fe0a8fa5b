/// The fixed parts of a Parquet file: `PAR1`, the row groups, the page indexes, the footer, the
/// length of the footer in four bytes, `PAR1`.
///
/// Source: parquet-format `README.md`, "File format".
package enum FileLayout {
  /// The first and the last four bytes.
  package static let magic: [UInt8] = Array("PAR1".utf8)
  /// The last four bytes of a file whose footer is encrypted.
  package static let encryptedMagic: [UInt8] = Array("PARE".utf8)
  /// The length of what follows the footer: its length and the magic.
  package static let trailerByteCount = 8

  /// The bytes that follow a footer of `footerByteCount` bytes.
  package static func trailer(footerByteCount: Int) -> [UInt8] {
    let length = UInt32(footerByteCount)
    return (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + magic
  }

  /// The length of the footer, from the last eight bytes of a file; nil if they do not end with the
  /// magic.
  package static func footerByteCount(trailer: [UInt8]) -> Int? {
    guard trailer.count == trailerByteCount, Array(trailer[4...]) == magic else { return nil }
    return (0..<4).reduce(0) { $0 | Int(trailer[$1]) << ($1 * 8) }
  }
}
