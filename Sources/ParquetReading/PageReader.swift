internal import Bytes
package import ParquetFormat

/// A page of a column chunk: its header and where it stands.
package struct PageSummary: Sendable {
  package var header: PageHeader
  /// Of the header, from the start of the file.
  package var offset: Int
  package var headerByteCount: Int
  /// The rows of a data page, counted from the start of the row group; empty for a dictionary.
  package var rows: Range<Int> = 0..<0
  /// Bytes of a data page's definition levels behind the last level that is used.
  package var unusedLevelByteCount = 0

  /// Bytes of the page as stored, with its header.
  package var byteCount: Int { headerByteCount + Int(header.compressedByteCount) }
}

/// Walks over the pages of a column chunk.
///
/// Source: parquet-format `README.md`, "Data Pages"; `Compression.md`.
struct PageReader {
  private let bytes: [UInt8]
  private let fileOffset: Int
  private let codec: CompressionCodec
  private var position = 0

  /// Reads the chunk's `bytes`, which stand at `fileOffset` in the file.
  init(_ bytes: [UInt8], fileOffset: Int, codec: CompressionCodec) {
    self.bytes = bytes
    self.fileOffset = fileOffset
    self.codec = codec
  }

  /// The next page, or nil at the end of the chunk. Its checksum is verified if it has one.
  mutating func next() throws(ParquetReadingError) -> PageSummary? {
    if position == bytes.count { return nil }
    let offset = fileOffset + position
    var thrift = CompactReader(bytes, in: position..<bytes.count)
    let header = try thrift.read(at: fileOffset, PageHeader.init)
    let headerByteCount = thrift.offset - position
    let byteCount = Int(header.compressedByteCount)
    guard byteCount >= 0, byteCount <= bytes.count - thrift.offset else {
      throw ParquetReadingError(.outOfBounds("the page"), offset: offset)
    }
    let body = thrift.offset..<thrift.offset + byteCount
    if let crc = header.crc {
      let expected = UInt32(bitPattern: crc)
      let found = CRC32.checksum(of: bytes.span.extracting(body))
      if found != expected {
        throw ParquetReadingError(.checksum(expected: expected, found: found), offset: offset)
      }
    }
    position = body.upperBound
    return PageSummary(header: header, offset: offset, headerByteCount: headerByteCount)
  }

  /// The bytes of a page, inflated, but for the first `plainByteCount`, which are stored as they are.
  func body(
    of page: PageSummary, plainByteCount: Int = 0, isCompressed: Bool = true
  ) throws(ParquetReadingError) -> [UInt8] {
    let start = page.offset - fileOffset + page.headerByteCount
    let stored = start..<start + Int(page.header.compressedByteCount)
    let byteCount = Int(page.header.uncompressedByteCount)
    guard plainByteCount <= stored.count, byteCount >= plainByteCount else {
      throw ParquetReadingError(.outOfBounds("the page's levels"), offset: page.offset)
    }
    let isPlain = codec == .uncompressed || !isCompressed
    if isPlain || (stored.count == plainByteCount && byteCount == plainByteCount) {
      guard byteCount == stored.count else {
        throw ParquetReadingError(
          .mismatch("bytes of the page", expected: byteCount, found: stored.count),
          offset: page.offset)
      }
      return Array(bytes[stored])
    }
    guard codec == .snappy else {
      throw ParquetReadingError(.unsupported("the codec \(codec)"), offset: page.offset)
    }
    let compressed = stored.dropFirst(plainByteCount)
    // Two bytes of Snappy give 64 at most, so that a larger size is not worth the memory.
    guard byteCount - plainByteCount <= compressed.count * 32,
      let inflated = Snappy.decompress(
        bytes.span.extracting(compressed), byteCount: byteCount - plainByteCount)
    else {
      throw ParquetReadingError(
        .invalid("the page is not Snappy data of \(byteCount - plainByteCount) bytes"),
        offset: page.offset)
    }
    return plainByteCount == 0 ? inflated : bytes[stored.prefix(plainByteCount)] + inflated
  }
}
