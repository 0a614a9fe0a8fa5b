import BarLakeAdapterProtocol
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

/// What is found in `pyarrow-classic-pages` after a change of an index of its first row group,
/// which then stands behind all other parts.
private func found<Index>(
  in column: String, level: PhysicalCheck.Level = .must,
  _ read: (ParquetFile, Int) throws -> Index?,
  _ place: (inout ColumnChunk, _ offset: Int64, _ byteCount: Int32) -> Void,
  _ write: (Index, inout CompactWriter) -> Void, _ change: (inout Index) -> Void
) throws -> [String] {
  let bytes = try Fixtures.bytes("pyarrow-classic-pages")
  let file = try ParquetFile(bytes: bytes)
  let number = try #require(file.leaves.firstIndex { $0.name == column })
  var index = try #require(try read(file, number))
  change(&index)
  let indexBytes = CompactWriter.bytes { write(index, &$0) }
  let changed = try rewriteEnd(of: bytes) { metadata, offset in
    place(&metadata.rowGroups[0].columns[number], Int64(offset), Int32(indexBytes.count))
    return indexBytes
  }
  return PhysicalCheck.findings(of: changed).filter { $0.level == level }.map(\.description)
}

private func foundInBounds(
  of column: String = "timestamp", level: PhysicalCheck.Level = .must,
  _ change: (inout ColumnIndex) -> Void
) throws -> [String] {
  try found(
    in: column, level: level, { try $0.columnIndex(rowGroup: 0, column: $1) },
    { ($0.columnIndexOffset, $0.columnIndexByteCount) = ($1, $2) }, { $0.write(to: &$1) }, change)
}

private func foundInOffsets(_ change: (inout OffsetIndex) -> Void) throws -> [String] {
  try found(
    in: "timestamp", { try $0.offsetIndex(rowGroup: 0, column: $1) },
    { ($0.offsetIndexOffset, $0.offsetIndexByteCount) = ($1, $2) }, { $0.write(to: &$1) }, change)
}

private let place = "row group 1, timestamp"

@Test func `an index that is only moved has no findings`() throws {
  #expect(try foundInBounds { _ in } == [])
  #expect(try foundInOffsets { _ in } == [])
}

@Test func `an entry that is missing from an index is found`() throws {
  var count = 0
  let missing = try foundInOffsets {
    count = $0.pageLocations.count
    $0.pageLocations.removeLast()
  }
  #expect(count > 1)
  #expect(
    missing == [
      "PARQ-8.1, \(place): pages of the offset index: \(count) expected, \(count - 1) found"
    ])
  let incomplete = [
    "PARQ-8.1, \(place): the column index does not have one entry per page (\(count))"
  ]
  #expect(try foundInBounds { $0.nullPages.removeLast() } == incomplete)
  #expect(try foundInBounds { $0.minValues.removeLast() } == incomplete)
  #expect(try foundInBounds { $0.maxValues.removeLast() } == incomplete)
  #expect(try foundInBounds { $0.nullCounts?.removeLast() } == incomplete)
}

@Test func `a page at another place than its index states is found`() throws {
  for change: (inout PageLocation) -> Void in [
    { $0.offset += 1 }, { $0.compressedByteCount += 1 }, { $0.firstRowIndex += 1 },
  ] {
    let findings = try foundInOffsets { change(&$0.pageLocations[1]) }
    #expect(findings.count == 1)
    #expect(
      findings.first?.hasPrefix("PARQ-8.1, \(place): page 2 of the offset index: ") == true)
  }
}

@Test func `nulls of a page are compared`() throws {
  #expect(
    try foundInBounds { $0.nullPages[0] = true }
      == ["PARQ-8.1, \(place), column index, page 1: null page: false expected, true found"])
  #expect(
    try foundInBounds { $0.nullCounts?[1] = 3 }
      == ["PARQ-8.1, \(place), column index, page 2: null_count: 0 expected, 3 found"])
}

@Test func `wrong bounds of a page are found, and loose ones are advice`() throws {
  let prefix = "PARQ-4.1, \(place), column index, page 1: "
  func check(
    level: PhysicalCheck.Level = .must, _ change: (inout ColumnIndex) -> Void
  ) throws -> [String] {
    try foundInBounds(level: level) {
      $0.boundaryOrder = .unordered
      change(&$0)
    }.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count).prefix(4)) }
  }
  // Little-endian: the last byte decides.
  #expect(try check { $0.minValues[0][7] += 1 } == ["min:"])
  #expect(try check { $0.maxValues[0][7] = 0x80 } == ["max:"])
  #expect(try check { $0.minValues[0][7] = 0x80 } == [])
  #expect(try check(level: .reference) { $0.minValues[0][7] = 0x80 } == ["min:"])
  #expect(try check(level: .reference) { $0.maxValues[0][7] += 1 } == ["max:"])
  #expect(try check(level: .reference) { _ in } == [])
}

@Test func `an order that the bounds do not have is found`() throws {
  #expect(try foundInBounds { $0.boundaryOrder = .ascending } == [])
  #expect(
    try foundInBounds { $0.boundaryOrder = .descending }
      == ["PARQ-8.1, \(place): the pages are not descending"])
  #expect(
    try foundInBounds(of: "volume") { $0.boundaryOrder = .ascending }
      == ["PARQ-8.1, row group 1, volume: the pages are not ascending"])
  #expect(
    try foundInBounds { $0.boundaryOrder = BoundaryOrder(rawValue: 7) }
      == ["PARQ-8.1, \(place): the boundary order is 7"])
}

@Test func `an index that cannot be read is found`() throws {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-classic-pages")) {
    $0.rowGroups[0].columns[2].columnIndexByteCount = 1
  }
  let findings = PhysicalCheck.findings(of: bytes).filter { $0.level == .must }
  #expect(findings.map(\.rule) == ["PARQ-8.1"])
  #expect(findings.map(\.place) == [place])
}
