internal import BarLakeBytes
package import BarLakeParquetFormat

/// A page of a column chunk: its header and its place.
package struct PageSummary: Sendable {
  package var header: PageHeader
  /// The offset of the header from the start of the file.
  package var offset: Int
  package var headerByteCount: Int
  /// The rows of a data page, counted from the start of the row group; empty for a dictionary.
  package var rows: Range<Int> = 0..<0
  /// Bytes of a data page's definition levels after the last level that is used.
  package var unusedLevelByteCount = 0

  /// Removes the bounds in the header.
  mutating func removeStatistics() {
    header.dataPageHeader?.statistics = nil
    header.dataPageHeaderV2?.statistics = nil
  }

  /// Bytes of the page as stored, with its header.
  package var byteCount: Int { headerByteCount + Int(header.compressedByteCount) }
}

/// Reads the pages of a column chunk one after the other and holds only one of them.
///
/// Source: parquet-format `README.md`, "Data Pages"; `Compression.md`.
struct PageReader {
  /// The number of bytes that are read at once, unless a page needs more.
  private static let windowByteCount = 256 << 10

  private let source: ParquetSource
  private let codec: CompressionCodec
  /// The offset of the next page in the file.
  private var position: Int
  /// The offset of the chunk's end in the file.
  private let end: Int
  /// The part of the chunk that is held, the last page that was read from it, and the place of the
  /// part in the file.
  private var bytes: [UInt8] = []
  private var bytesOffset: Int

  /// The most bytes to which a page may inflate.
  private let mostPageByteCount: Int

  /// Reads the chunk in `range`, which lies inside the file.
  init(
    _ source: ParquetSource, in range: Range<Int>, codec: CompressionCodec, mostPageByteCount: Int
  ) {
    self.source = source
    self.codec = codec
    self.mostPageByteCount = mostPageByteCount
    position = range.lowerBound
    end = range.upperBound
    bytesOffset = range.lowerBound
  }

  /// The next page, or nil at the end of the chunk. Its checksum is verified if it has one.
  mutating func next() throws(ParquetReadingError) -> PageSummary? {
    if position == end { return nil }
    let offset = position
    let (header, headerByteCount) = try header()
    let byteCount = Int(header.compressedByteCount)
    guard byteCount >= 0, byteCount <= end - offset - headerByteCount else {
      throw ParquetReadingError(.outOfBounds("the page"), offset: offset)
    }
    try hold(headerByteCount + byteCount)
    let bodyStart = offset - bytesOffset + headerByteCount
    if let crc = header.crc {
      let expected = UInt32(bitPattern: crc)
      let found = CRC32.checksum(
        of: bytes.span.extracting(bodyStart..<bodyStart + byteCount))
      if found != expected {
        throw ParquetReadingError(.checksum(expected: expected, found: found), offset: offset)
      }
    }
    position = offset + headerByteCount + byteCount
    return PageSummary(header: header, offset: offset, headerByteCount: headerByteCount)
  }

  /// The header of the next page. Only the header itself shows its length, so more of the chunk is
  /// read until the header is complete.
  private mutating func header() throws(ParquetReadingError) -> (PageHeader, byteCount: Int) {
    var byteCount = min(Self.windowByteCount, end - position)
    if bytesOffset + bytes.count > position { byteCount = bytesOffset + bytes.count - position }
    while true {
      try hold(byteCount)
      let start = position - bytesOffset
      var thrift = CompactReader(bytes, in: start..<bytes.count)
      do throws(ThriftError) {
        return (try PageHeader(from: &thrift), thrift.offset - start)
      } catch {
        let isCut = error.reason == .truncated && bytesOffset + bytes.count < end
        if !isCut {
          throw ParquetReadingError(
            .structure(error.reason), offset: bytesOffset + error.offset)
        }
        byteCount = min(4 * max(byteCount, Self.windowByteCount), end - position)
      }
    }
  }

  /// Makes sure that the `byteCount` bytes of the chunk from `position` on are held.
  private mutating func hold(_ byteCount: Int) throws(ParquetReadingError) {
    if position >= bytesOffset, position + byteCount <= bytesOffset + bytes.count { return }
    let count = min(max(byteCount, Self.windowByteCount), end - position)
    bytes = try source.read(position..<position + count, part: "the chunk")
    bytesOffset = position
  }

  /// The inflated bytes of `page`, which was read last. The first `plainByteCount` bytes are stored
  /// uncompressed.
  func body(
    of page: PageSummary, plainByteCount: Int = 0, isCompressed: Bool = true
  ) throws(ParquetReadingError) -> [UInt8] {
    let start = page.offset - bytesOffset + page.headerByteCount
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
    guard byteCount <= mostPageByteCount else {
      throw ParquetReadingError(
        .unsupported("a page of \(byteCount) bytes in a chunk that is too small for it"),
        offset: page.offset)
    }
    let inflated = try PageCodec.inflated(
      bytes, in: stored.dropFirst(plainByteCount), by: codec,
      byteCount: byteCount - plainByteCount, fileOffset: page.offset)
    return plainByteCount == 0 ? inflated : bytes[stored.prefix(plainByteCount)] + inflated
  }
}
