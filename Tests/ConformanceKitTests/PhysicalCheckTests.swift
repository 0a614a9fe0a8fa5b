import BarLakeAdapterProtocol
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

/// The rules that a file with a changed footer breaks.
private func broken(
  _ name: String = "pyarrow-classic-pages", level: PhysicalCheck.Level = .must,
  _ change: (inout FileMetaData) -> Void
) throws -> [String] {
  let bytes = try rewriteFooter(of: try Fixtures.bytes(name), change)
  let findings = PhysicalCheck.findings(of: bytes).filter { $0.level == level }
  return Set(findings.map(\.rule)).sorted()
}

/// The place of a column in `pyarrow-classic-pages`.
private func column(_ name: String) throws -> Int {
  let file = try ParquetFile(path: Fixtures.path("pyarrow-classic-pages.parquet"))
  return try #require(file.leaves.firstIndex { $0.name == name })
}

@Test(arguments: [
  "polars-classic-row-groups", "polars-constant", "polars-edges-snappy", "pyarrow-classic-pages",
  "pyarrow-constant", "pyarrow-edges-dictionary-snappy", "pyarrow-portable-plain-pages",
])
func `right files of other implementations have no findings`(name: String) throws {
  let findings = PhysicalCheck.findings(of: try Fixtures.bytes(name)).filter { $0.level == .must }
  #expect(findings.map(\.description) == [])
}

@Test func `what is no Parquet file is a finding`() {
  #expect(PhysicalCheck.findings(of: Array("ticker".utf8)).map(\.rule) == ["PARQ-8.1"])
}

@Test func `a chunk that is not Snappy, or only states it, is found`() throws {
  let plain = PhysicalCheck.findings(of: try Fixtures.bytes("pyarrow-edges-plain"))
  #expect(plain.contains { $0.rule == "PARQ-1.1" })
  let labelled = try broken("pyarrow-edges-plain") { metadata in
    for column in metadata.rowGroups[0].columns.indices {
      metadata.rowGroups[0].columns[column].metaData?.codec = .snappy
    }
  }
  #expect(labelled == ["PARQ-8.1"])
}

@Test(arguments: [
  (CompressionCodec.brotli, ["PARQ-1.1"]), (.lz4, ["PARQ-1.1"]), (.zstd, ["PARQ-1.1", "PARQ-8.1"]),
])
func `what cannot be judged here is no fault, and the codec is one`(
  codec: CompressionCodec, rules: [String]
) throws {
  // The pages are not compressed, which shows only where the codec can be read.
  let found = try broken("pyarrow-edges-plain") { metadata in
    for column in metadata.rowGroups[0].columns.indices {
      metadata.rowGroups[0].columns[column].metaData?.codec = codec
    }
  }
  #expect(found == rules)
}

@Test func `wrong counts and sizes are found`() throws {
  #expect(try broken { $0.rowCount += 1 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].uncompressedByteCount += 1 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].compressedByteCount = 1 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].columns[0].metaData?.valueCount += 1 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].ordinal = 7 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].columns.removeLast() } == ["PARQ-8.1"])
  #expect(
    try broken {
      $0.rowGroups[0].columns[0].metaData?.uncompressedByteCount += 1
      $0.rowGroups[0].uncompressedByteCount += 1
    } == ["PARQ-8.1"])
}

@Test func `offsets outside the file or on each other are found`() throws {
  #expect(try broken { $0.rowGroups[0].columns[0].metaData?.dataPageOffset += 1 } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].columns[0].columnIndexOffset = 1 << 40 } == ["PARQ-8.1"])
  #expect(
    try broken {
      $0.rowGroups[0].columns[0].offsetIndexOffset = $0.rowGroups[0].columns[1].offsetIndexOffset
    } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].columns[0].filePath = "other" } == ["PARQ-8.1"])
}

@Test func `an encoding that the chunk does not list is found`() throws {
  #expect(try broken { $0.rowGroups[0].columns[0].metaData?.encodings = [] } == ["PARQ-8.1"])
  #expect(try broken { $0.rowGroups[0].columns[0].metaData?.encodingStats = [] } == ["PARQ-8.1"])
}

@Test func `wrong statistics are found`() throws {
  let open = try column("open")
  let volume = try column("volume")
  func change(
    _ column: Int, _ change: (inout Statistics) -> Void
  ) throws -> [String] {
    try broken { metadata in
      var statistics =
        metadata.rowGroups[0].columns[column].metaData?.statistics ?? Statistics()
      change(&statistics)
      metadata.rowGroups[0].columns[column].metaData?.statistics = statistics
    }
  }
  #expect(try change(open) { $0.nullCount = 77 } == ["PARQ-4.1"])
  #expect(try change(open) { $0.nullCount = nil } == ["PARQ-4.1"])
  #expect(try change(open) { $0.minValue = nil } == ["PARQ-4.1"])
  #expect(try change(open) { $0.isMaxValueExact = false } == ["PARQ-4.1"])
  #expect(try change(open) { $0.minValue?[0] ^= 1 } == ["PARQ-4.3"])
  #expect(try change(open) { $0.maxValue = [0, 0, 0xC0, 0x7F] } == ["PARQ-4.3"])
  #expect(try change(volume) { $0.maxValue?[0] ^= 1 } == ["PARQ-4.2"])
  #expect(try change(0) { $0.maxValue = [0x41] } == ["PARQ-4.2"])
  #expect(
    try broken { $0.rowGroups[0].columns[open].metaData?.statistics = nil } == ["PARQ-4.1"])
}

@Test func `bounds of nulls alone are found`() throws {
  let file = try ParquetFile(bytes: try Fixtures.bytes("pyarrow-constant"))
  let column = try #require(
    file.leaves.indices.first {
      let chunk = file.metadata.rowGroups[0].columns[$0].metaData
      return chunk?.statistics?.nullCount == chunk?.valueCount
    })
  let rules = try broken("pyarrow-constant") {
    $0.rowGroups[0].columns[column].metaData?.statistics?.minValue = [0, 0, 0, 0]
  }
  #expect(rules == ["PARQ-4.3"])
}

@Test func `types that do not agree are found`() throws {
  let timestamp = try column("timestamp")
  let volume = try column("volume")
  #expect(
    try broken { $0.schema[timestamp + 1].convertedType = .timestampMicroseconds }
      == ["SCHEMA-4.1"])
  #expect(try broken { $0.schema[volume + 1].logicalType = nil } == ["SCHEMA-6.1"])
  #expect(try broken { $0.schema[volume + 1].convertedType = nil } == ["SCHEMA-6.1"])
  #expect(try broken { $0.schema[volume + 1].convertedType = .int32 } == ["SCHEMA-6.1"])
  #expect(try broken { $0.schema[1].convertedType = nil } == [])
  // The converted type of a text means the same.
  #expect(try broken { $0.schema[1].logicalType = nil } == [])
}

@Test func `types that a lake does not have are found`() throws {
  func problems(_ change: (inout SchemaElement) -> Void) throws -> [String] {
    let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-classic-pages")) {
      change(&$0.schema[1])
    }
    return PhysicalCheck.findings(of: bytes).filter { $0.level == .must }.map(\.description)
  }
  #expect(
    try problems { $0.repetition = .repeated } == [
      "PARQ-8.1, schema, symbol: the field is nested"
    ])
  #expect(
    try problems { $0.logicalType = .bson }.contains {
      $0.hasPrefix("PARQ-8.1, schema, symbol: BYTE_ARRAY ") && $0.hasSuffix(" is no type of a lake")
    })
}

@Test func `a null in a key column is found`() throws {
  let file = try ParquetFile(bytes: try Fixtures.bytes("pyarrow-classic-pages"))
  let column = try #require(
    file.leaves.indices.first {
      (file.metadata.rowGroups[0].columns[$0].metaData?.statistics?.nullCount ?? 0) > 0
    })
  let rules = try broken { metadata in
    metadata.schema[column + 1].name = "ticker"
    for group in metadata.rowGroups.indices {
      metadata.rowGroups[group].columns[column].metaData?.path = ["ticker"]
    }
  }
  #expect(rules == ["SCHEMA-7.2"])
}

@Test func `rules of the reference are findings of their own level`() throws {
  func rules(_ change: (inout FileMetaData) -> Void) throws -> [String] {
    try broken(level: .reference) { metadata in
      let keys = [
        ("data_type", "stocks_minute"), ("date", "2024-01-02"), ("profile", "classic"),
        ("partitioning", "date"), ("filter", "none"), ("spec_version", "1.1"),
      ]
      metadata.keyValueMetadata = keys.map { KeyValue(key: "barlake.\($0.0)", value: $0.1) }
      metadata.keyValueMetadata?.append(KeyValue(key: "ARROW:schema", value: "x"))
      metadata.createdBy = "barlake version 1.0.0 (build 1f2e)"
      change(&metadata)
    }
  }
  let small = ["PARQ-3.1"]  // the file's first row group is not the last and has fewer rows
  #expect(try rules { _ in } == small)
  #expect(try rules { $0.columnOrders = nil } == small + ["PARQ-4.4"])
  #expect(try rules { $0.createdBy = "barlake 1.0" } == small + ["PARQ-6.7"])
  #expect(try rules { $0.keyValueMetadata?.removeFirst() } == small + ["PARQ-6.1"])
  #expect(try rules { $0.keyValueMetadata?.removeLast() } == small + ["PARQ-6.5"])
  #expect(
    try rules { $0.keyValueMetadata?.append(KeyValue(key: "pandas", value: "{}")) }
      == small + ["PARQ-6.6"])
  func add(_ key: String, _ value: String) throws -> [String] {
    try rules { $0.keyValueMetadata?.append(KeyValue(key: "barlake.\(key)", value: value)) }
  }
  #expect(try add("date", "2024-01-02") == small + ["PARQ-6.1"])
  #expect(try rules { $0.keyValueMetadata?[5].value = "2.0" } == small + ["PARQ-6.3"])
  #expect(try add("rounded_volumes", "1") == small)
  #expect(try add("rounded_volumes", "0") == small + ["PARQ-6.4"])
  #expect(try add("rounded_volumes", "some") == small + ["PARQ-6.4"])
  #expect(try rules { $0.schema[1].repetition = .required }.contains("SCHEMA-7.1"))
  #expect(
    try rules {
      for column in $0.rowGroups[0].columns.indices {
        $0.rowGroups[0].columns[column].offsetIndexOffset = nil
      }
    } == small + ["PARQ-4.5"])
}
