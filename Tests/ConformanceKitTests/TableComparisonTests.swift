import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import Testing

/// The first difference of a fixture from its table after `change`.
private func difference(
  _ name: String = "pyarrow-constant", _ change: (inout ExpectedTable) -> Void
) throws -> String? {
  var table = try ExpectedTable.load(Fixtures.path("\(name).ndjson"))
  change(&table)
  let file = try ParquetFile(path: Fixtures.path("\(name).parquet"))
  return TableComparison.firstDifference(of: file, from: table, at: "f")?.description
}

@Test func `equal tables have no difference`() throws {
  #expect(try difference { _ in } == nil)
}

@Test func `columns are compared by name, type and order`() throws {
  #expect(
    try difference { $0.columns[0].name = "other" }
      == "f, column 1: expected other: string, found same: string")
  #expect(
    try difference { $0.columns[0].type = "int64" }
      == "f, column 1: expected same: int64, found same: string")
  #expect(
    try difference { $0.columns.append(ExpectedTable.Column(name: "last", type: "bool")) }?
      .hasSuffix("expected last: bool, found no column") == true)
  #expect(
    try difference { $0.columns.removeLast() }?.hasPrefix("f, columns: expected no more columns")
      == true)
}

@Test func `a name of other bytes that looks the same is another one`() throws {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-constant")) {
    $0.schema[1].name = "caf\u{E9}"
  }
  let file = try ParquetFile(bytes: bytes)
  var table = try ExpectedTable.load(Fixtures.path("pyarrow-constant.ndjson"))
  table.columns[0].name = "cafe\u{301}"
  let difference = TableComparison.firstDifference(of: file, from: table, at: "f")
  #expect(difference?.place == "f, column 1")
}

@Test func `the first cell that differs is shown with both values`() throws {
  #expect(
    try difference { $0.rows[2][0] = "x" } == #"f, row 3, column same: expected "x", found "AAPL""#)
  #expect(
    try difference { $0.rows[2][0] = nil } == #"f, row 3, column same: expected null, found "AAPL""#
  )
  #expect(
    try difference("pyarrow-edges-plain") { $0.rows[0][8] = "0x0000000000000000" }
      == "f, row 1, column float64: expected 0.0 (0x0000000000000000), "
      + "found -0.0 (0x8000000000000000)")
}

@Test func `the number of rows is compared`() throws {
  let count = try ExpectedTable.load(Fixtures.path("pyarrow-constant.ndjson")).rows.count
  #expect(
    try difference { $0.rows.removeLast() }
      == "f, rows: expected \(count - 1), found row \(count)")
  #expect(
    try difference { $0.rows.append($0.rows[0]) }
      == "f, rows: expected \(count + 1), found \(count)")
}

@Test func `a table that cannot be read is a difference`() throws {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-constant")) {
    $0.rowGroups[0].columns[0].metaData?.dataPageOffset = 1
  }
  let table = try ExpectedTable.load(Fixtures.path("pyarrow-constant.ndjson"))
  let difference = TableComparison.firstDifference(
    of: try ParquetFile(bytes: bytes), from: table, at: "f")
  #expect(difference?.place == "f")
  #expect(difference?.expected == "a readable table")
}

@Test func `a table whose rows do not fit its columns is no table`() throws {
  let folder = try TemporaryFolder()
  try folder.write(
    #"{"columns":[{"name":"a","type":"bool"}]}"# + "\n[null]\n[null,null]\n", to: "t.ndjson")
  #expect(
    throws: SuiteError(
      path: "\(folder.path)/t.ndjson", problem: "row 2 has 2 cells for 1 columns")
  ) { try ExpectedTable.load("\(folder.path)/t.ndjson") }
}
