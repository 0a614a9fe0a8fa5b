import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

/// Small files of every encoding and codec, damaged in every place.
@Suite struct HostileEncodingsTests {
  /// Reads all values of `bytes`, or those of one chunk; true if the file is refused. No file may
  /// take a second.
  private func isRefused(_ bytes: [UInt8], chunk: Chunk? = nil) -> Bool {
    var isRefused = false
    // A machine that is busy may be slow once.
    for _ in 1...2 {
      let time = ContinuousClock().measure { isRefused = !canRead(bytes, chunk: chunk) }
      if time < .seconds(1) { return isRefused }
    }
    Issue.record("a file of \(bytes.count) bytes takes more than a second")
    return isRefused
  }

  private struct Chunk {
    var rowGroup: Int
    var column: Int
    /// The bytes of the file that belong to it.
    var range: Range<Int>
  }

  /// The chunks of a file that is not damaged.
  private func chunks(of bytes: [UInt8]) throws -> [Chunk] {
    let groups = try ParquetFile(bytes: bytes).metadata.rowGroups
    return try groups.enumerated().flatMap { rowGroup, group in
      try group.columns.enumerated().map { column, chunk in
        let metadata = try #require(chunk.metaData)
        let start = Int(metadata.firstPageOffset)
        return Chunk(
          rowGroup: rowGroup, column: column,
          range: start..<start + Int(metadata.compressedByteCount))
      }
    }
  }

  private func canRead(_ bytes: [UInt8], chunk: Chunk?) -> Bool {
    guard let file = try? ParquetFile(bytes: bytes) else { return false }
    if let chunk {
      return (try? file.readColumnChunk(rowGroup: chunk.rowGroup, column: chunk.column)) != nil
    }
    return file.metadata.rowGroups.indices.allSatisfy { (try? file.readRowGroup($0)) != nil }
  }

  @Test(arguments: [
    "fastparquet-types-gzip", "pyarrow-booleans-rle", "pyarrow-byte-stream-split",
    "pyarrow-byte-stream-split-fixed", "pyarrow-decimals-wide", "pyarrow-delta-binary-packed",
    "pyarrow-delta-byte-arrays", "pyarrow-int96-dictionary", "pyarrow-pages-v2-booleans",
    "pyarrow-pages-v2-gzip", "duckdb-lz4-raw", "duckdb-zstd", "duckdb-zstd-v2",
    "fastparquet-lz4-raw", "fastparquet-zstd", "parquet-java-bytes-v2-zstd", "polars-lz4-raw",
    "polars-zstd", "pyarrow-lz4-raw", "pyarrow-nulls-only", "pyarrow-pages-v2-lz4-raw",
    "pyarrow-pages-v2-zstd", "pyarrow-zstd", "spark-pages-lz4-raw", "spark-pages-v2-lz4-raw",
    "spark-pages-v2-zstd", "spark-pages-zstd",
  ])
  func `every bit that is flipped is read or refused, and every beginning is refused`(
    _ name: String
  ) throws {
    let bytes = try Fixtures.bytes(name)
    try #require(bytes.count <= 4_096)
    #expect(!isRefused(bytes))
    let chunks = try chunks(of: bytes)
    var damaged = bytes
    var refusedCount = 0
    for index in bytes.indices {
      // Where the footer is whole, no other chunk can change.
      let chunk = chunks.first { $0.range.contains(index) }
      for bit in 0..<8 {
        damaged[index] ^= 1 << UInt8(bit)
        if isRefused(damaged, chunk: chunk) { refusedCount += 1 }
        damaged[index] = bytes[index]
      }
      #expect(isRefused(Array(bytes[..<index])))
    }
    #expect(refusedCount > bytes.count / 2)
  }

  @Test(arguments: [CompressionCodec.uncompressed, .snappy, .gzip, .zstd, .lz4Raw])
  func `a page that states two gigabytes in a small file is refused`(
    _ codec: CompressionCodec
  ) throws {
    let element = SchemaElement(type: .int32, repetition: .optional, name: "x")
    var zeros = [UInt8](repeating: 0, count: 1 << 20)
    switch codec {
    case .gzip: zeros = GzipDeflater.deflate(zeros)
    case .zstd: zeros = zstdFrame(repeating: 0, count: 1 << 26)
    case .lz4Raw: zeros = lz4Block(repeating: 0, count: 1 << 20)
    default: break
    }
    var file = SmallFile(element, codec: codec)
    file.append(count: 1, stored: Array(zeros.prefix(4_000)), byteCount: .max)
    let parquet = try ParquetFile(bytes: file.finish(rowCount: 1))
    #expect(throws: ParquetReadingError.self) { try parquet.readRowGroup(0) }
  }

  @Test(arguments: [CompressionCodec.gzip, .zstd])
  func `a page that inflates more than a chunk may is refused`(_ codec: CompressionCodec) throws {
    let element = SchemaElement(type: .byteArray, repetition: .required, name: "x")
    var file = SmallFile(element, codec: codec)
    let byteCount = 40 << 20
    let stored =
      codec == .gzip
      ? GzipDeflater.deflate([UInt8](repeating: 0, count: byteCount))
      : zstdFrame(repeating: 0, count: byteCount)
    file.append(count: 1, stored: stored, byteCount: Int32(byteCount))
    let parquet = try ParquetFile(bytes: file.finish(rowCount: 1))
    let unsupported = ParquetReadingError(
      .unsupported("column x: a page of \(byteCount) bytes in a chunk that is too small for it"),
      offset: 4)
    #expect(throws: unsupported) { try parquet.readRowGroup(0) }
  }

  @Test func `texts that repeat a long one are refused`() throws {
    let count = 10_000
    var file = SmallFile(.byteArray)
    let prefixes = [0] + [Int64](repeating: 1 << 16, count: count - 1)
    let suffixes = [1 << 16] + [Int64](repeating: 0, count: count - 1)
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
    file.append(
      count: count, .deltaByteArray,
      values: deltaBinaryPacked(prefixes) + deltaBinaryPacked(suffixes) + text)
    let parquet = try ParquetFile(bytes: file.finish(rowCount: count))
    let error = #expect(throws: ParquetReadingError.self) { try parquet.readRowGroup(0) }
    guard case .unsupported? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// `count` equal numbers in DELTA_BINARY_PACKED, in a dozen bytes.
  private func zeros(_ count: Int) -> [UInt8] {
    varint(1 << 30) + varint(1) + varint(UInt64(count)) + zigzag(0) + zigzag(0) + [0]
  }

  @Test func `equal numbers and empty texts that take little memory are read`() throws {
    let count = 1_000_000
    var numbers = SmallFile(.int64)
    numbers.append(count: count, .deltaBinaryPacked, values: zeros(count))
    var texts = SmallFile(.byteArray)
    texts.append(count: count, .deltaByteArray, values: zeros(count) + zeros(count))
    for file in [numbers, texts] {
      let bytes = file.finish(rowCount: count)
      #expect(bytes.count < 400)
      #expect(try ParquetFile(bytes: bytes).readRowGroup(0).columns[0].count == count)
    }
  }

  @Test func `empty texts that take much memory are refused`() throws {
    let count = 3_000_000
    var file = SmallFile(.byteArray)
    file.append(count: count, .deltaLengthByteArray, values: zeros(count))
    let parquet = try ParquetFile(bytes: file.finish(rowCount: count))
    let unsupported = ParquetReadingError(
      .unsupported("column x: 3000000 values in a page that is too small for them"), offset: 4)
    #expect(throws: unsupported) { try parquet.readRowGroup(0) }
  }
}
