import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

/// Keeps what is written, up to a limit.
struct MemorySink: ByteSink {
  var bytes: [UInt8] = []
  var byteCountLimit = Int.max

  mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError) {
    if self.bytes.count + bytes.count > byteCountLimit {
      throw SystemError(operation: "write", path: "memory", number: SystemError.tooLarge)
    }
    self.bytes.append(copying: bytes)
  }
}

func file(
  _ options: ParquetOptions, _ groups: [[BatchSlice]]
) throws -> (bytes: [UInt8], summary: ParquetFileSummary) {
  let encoder = RowGroupEncoder(options)
  var writer = try ParquetWriter(options, to: MemorySink())
  for group in groups { try writer.write(try encoder.encode(group)) }
  let written = try writer.finish()
  return (written.output.bytes, written.summary)
}

private func footer(_ file: [UInt8]) throws -> FileMetaData {
  let end = file.count - FileLayout.trailerByteCount
  let byteCount = try #require(FileLayout.footerByteCount(trailer: Array(file[end...])))
  var reader = CompactReader(file, in: end - byteCount..<end)
  return try FileMetaData(from: &reader)
}

@Test func `a file without rows is a file`() throws {
  let (schema, batch) = sample(rowCount: 10, validity: nil)
  let options = ParquetOptions(
    schema: schema, textEncodings: sampleEncodings(schema), createdBy: "test")
  let (bytes, summary) = try file(options, [])
  #expect(summary == ParquetFileSummary(byteCount: bytes.count, rowCount: 0))
  #expect(Array(bytes.prefix(4)) == FileLayout.magic)
  #expect(try footer(bytes).rowGroups.isEmpty)
  #expect(try file(options, [[]]).bytes == bytes)
  #expect(try file(options, [[BatchSlice(batch, rows: 4..<4)]]).bytes == bytes)
}

@Test func `the footer says what the file is`() throws {
  let schema = Schema([
    Field("symbol", .dictionary(index: .int32)), Field("volume", .uint64),
    Field("timestamp", .timestamp(.microsecond, zone: "UTC")),
    Field("exact", .timestamp(.nanosecond, zone: "America/New_York")),
    Field("month", .int8, isNullable: false),
  ])
  let options = ParquetOptions(
    schema: schema, textEncodings: sampleEncodings(schema),
    keyValueMetadata: [("z", "1"), ("a", "2")],
    createdBy: "barlake version 1.0.0 (build 0)", arrowSchema: true)
  let metaData = try footer(try file(options, []).bytes)
  #expect(metaData.version == 2)
  #expect(metaData.createdBy == "barlake version 1.0.0 (build 0)")
  #expect(metaData.keyValueMetadata?.map(\.key) == ["z", "a", "ARROW:schema"])
  #expect(metaData.columnOrders == Array(repeating: .typeDefined, count: 5))
  #expect(
    metaData.schema == [
      SchemaElement(name: "schema", childCount: 5),
      SchemaElement(
        type: .byteArray, repetition: .optional, name: "symbol", convertedType: .utf8,
        logicalType: .string),
      SchemaElement(
        type: .int64, repetition: .optional, name: "volume", convertedType: .uint64,
        logicalType: .integer(bitWidth: 64, isSigned: false)),
      SchemaElement(
        type: .int64, repetition: .optional, name: "timestamp",
        convertedType: .timestampMicroseconds,
        logicalType: .timestamp(isAdjustedToUTC: true, unit: .microseconds)),
      SchemaElement(
        type: .int64, repetition: .optional, name: "exact",
        logicalType: .timestamp(isAdjustedToUTC: true, unit: .nanoseconds)),
      SchemaElement(
        type: .int32, repetition: .required, name: "month", convertedType: .int8,
        logicalType: .integer(bitWidth: 8, isSigned: true)),
    ])
}

@Test func `row groups stand one behind the other, and the indexes behind them`() throws {
  let (schema, batch) = sample(rowCount: 3_000, validity: .random(3_000))
  var options = ParquetOptions(
    schema: schema, textEncodings: sampleEncodings(schema), createdBy: "test")
  options.pageByteCountLimit = 1_000
  let groups = [0..<2_000, 2_000..<3_000].map { [BatchSlice(batch, rows: $0)] }
  let (bytes, summary) = try file(options, groups)
  let metaData = try footer(bytes)
  #expect(summary == ParquetFileSummary(byteCount: bytes.count, rowCount: 3_000))
  #expect(metaData.rowCount == 3_000)
  #expect(metaData.rowGroups.map(\.rowCount) == [2_000, 1_000])
  var end: Int64 = 4
  for (group, slices) in zip(metaData.rowGroups, groups) {
    let encoded = try RowGroupEncoder(options).encode(slices)
    #expect(group.fileOffset == end)
    #expect(Array(bytes[Int(end)..<Int(end) + encoded.bytes.count]) == encoded.bytes)
    var chunkStart = end
    for (column, chunk) in zip(group.columns, encoded.columns) {
      #expect(column.metaData?.dataPageOffset == chunk.metaData.dataPageOffset + chunkStart)
      chunkStart += Int64(chunk.bytes.count)
    }
    end += try #require(group.compressedByteCount)
    #expect(chunkStart == end)
  }
  let chunks = metaData.rowGroups.flatMap(\.columns)
  for chunk in chunks {
    guard let offset = chunk.columnIndexOffset else { continue }
    #expect(offset == end)
    end += Int64(try #require(chunk.columnIndexByteCount))
  }
  for chunk in chunks {
    guard let offset = chunk.offsetIndexOffset else { continue }
    #expect(offset == end)
    var reader = CompactReader(bytes, in: Int(offset)..<bytes.count)
    let pages = try OffsetIndex(from: &reader).pageLocations
    #expect(pages[0].offset == chunk.metaData?.dataPageOffset)
    end += Int64(try #require(chunk.offsetIndexByteCount))
  }
  #expect(end < Int64(bytes.count))
}

@Test func `an output that fails ends the writing`() throws {
  let (schema, batch) = sample(rowCount: 100, validity: nil)
  let options = ParquetOptions(
    schema: schema, textEncodings: sampleEncodings(schema), createdBy: "test")
  let group = try RowGroupEncoder(options).encode([BatchSlice(batch)])
  let failure = SystemError(operation: "write", path: "memory", number: SystemError.tooLarge)
  #expect(throws: failure) {
    _ = try ParquetWriter(options, to: MemorySink(byteCountLimit: 3))
  }
  #expect(throws: failure) {
    var writer = try ParquetWriter(options, to: MemorySink(byteCountLimit: 100))
    try writer.write(group)
  }
  #expect(throws: failure) {
    var writer = try ParquetWriter(options, to: MemorySink(byteCountLimit: 10 + group.bytes.count))
    try writer.write(group)
    _ = try writer.finish()
  }
}
