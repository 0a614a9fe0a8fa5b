import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeTestSupport
import Testing

/// What all implementations have to keep and `pyarrow-classic-pages` with a changed footer does
/// not.
private func found(_ change: (inout FileMetaData) -> Void) throws -> [String] {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-classic-pages"), change)
  return PhysicalCheck.findings(of: bytes).filter { $0.level == .must }.map(\.description)
}

@Test func `a file without one of its magics is not a Parquet file`() throws {
  let bytes = try Fixtures.bytes("pyarrow-classic-pages")
  for index in [0, bytes.count - 1] {
    var damaged = bytes
    damaged[index] ^= 0x20
    let findings = PhysicalCheck.findings(of: damaged)
    #expect(findings.map(\.place) == ["file"])
    #expect(findings.map(\.rule) == ["PARQ-8.1"])
  }
}

@Test func `counts of rows, columns and chunks are compared`() throws {
  #expect(
    try found { $0.rowCount += 1 }.contains("PARQ-8.1, file: rows: 130 expected, 131 found"))
  #expect(
    try found { $0.rowGroups[0].columns.removeLast() }
      .contains("PARQ-8.1, row group 1: columns: 9 expected, 8 found"))
  #expect(
    try found { $0.rowGroups[0].columns[0].metaData = nil }
      .contains("PARQ-8.1, row group 1: chunks with metadata: 9 expected, 8 found"))
  #expect(
    try found { $0.rowGroups[0].columns[0].metaData?.valueCount += 1 }
      .contains("PARQ-8.1, row group 1, symbol: values: 70 expected, 71 found"))
}

@Test func `the place that a row group states is compared`() throws {
  var offset: Int64 = 0
  let findings = try found {
    offset = $0.rowGroups[1].columns[0].metaData?.dictionaryPageOffset ?? 0
    $0.rowGroups[1].fileOffset = 5
  }
  #expect(findings == ["PARQ-8.1, row group 2: offset: \(offset) expected, 5 found"])
  #expect(
    try found { $0.rowGroups[1].ordinal = 7 }
      == ["PARQ-8.1, row group 2: ordinal: 1 expected, 7 found"])
}

@Test func `a chunk belongs to the column at its place, in the same file`() throws {
  #expect(
    try found { $0.rowGroups[0].columns[0].filePath = "other" }
      .contains("PARQ-8.1, row group 1, symbol: the chunk is in another file"))
  #expect(
    try found { $0.rowGroups[0].columns[0].metaData?.path = ["other"] }.contains(
      #"PARQ-8.1, row group 1, symbol: path: ["symbol"] expected, ["other"] found"#))
  #expect(
    try found { $0.rowGroups[0].columns[0].metaData?.type = .int32 }
      .contains("PARQ-8.1, row group 1, symbol: type: BYTE_ARRAY expected, INT32 found"))
}

@Test func `a dictionary that the chunk does not announce is found`() throws {
  let findings = try found { metadata in
    let offset = metadata.rowGroups[0].columns[0].metaData?.dictionaryPageOffset
    metadata.rowGroups[0].columns[0].metaData?.dataPageOffset = offset ?? 0
    metadata.rowGroups[0].columns[0].metaData?.dictionaryPageOffset = nil
  }
  #expect(
    findings == [
      "PARQ-8.1, row group 1, symbol: offset of the data: 325 expected, 4 found",
      "PARQ-8.1, row group 1, symbol: offset of the dictionary: 4 expected, none found",
    ])
}

@Test func `parts after the start of the footer or on another part are found`() throws {
  let beyond =
    "PARQ-8.1, file: the column index of row group 1, symbol goes beyond the footer's start"
  #expect(
    try found { $0.rowGroups[0].columns[0].columnIndexOffset = 1 << 40 }.contains(beyond))
  #expect(
    try found { $0.rowGroups[0].columns[0].columnIndexByteCount = -1 }.contains(beyond))
  #expect(
    try found {
      $0.rowGroups[0].columns[1].offsetIndexOffset = $0.rowGroups[0].columns[0].offsetIndexOffset
    }.contains(
      "PARQ-8.1, file: the offset index of row group 1, date lies on "
        + "the offset index of row group 1, symbol"))
  #expect(
    try found {
      $0.rowGroups[0].columns[0].metaData?.dataPageOffset = 0
      $0.rowGroups[0].columns[0].metaData?.dictionaryPageOffset = nil
    }.contains("PARQ-8.1, file: the chunk of row group 1, symbol lies on the magic"))
  #expect(
    try found {
      $0.rowGroups[0].columns[0].metaData?.bloomFilterOffset = 4
      $0.rowGroups[0].columns[0].metaData?.bloomFilterByteCount = 10
    } == [
      "PARQ-8.1, file: the Bloom filter of row group 1, symbol lies on "
        + "the chunk of row group 1, symbol"
    ])
}
