import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeTestSupport
import LakeInspection
import Testing

/// What is found in files that are readable, and of which only one statement is not true.
@Suite struct VerifiedFilesTests {
  private func problems(_ lake: Lake, _ kind: LakeFinding.Kind) throws -> [String] {
    let findings = try LakeVerifier(root: lake.root).verify().findings
    #expect(findings.allSatisfy { $0.kind == kind }, "\(findings)")
    return findings.map(\.problem)
  }

  /// Whether the only finding is that the file is not the one that was written. That is checked
  /// only if there is no other finding.
  private func isTrueThoughRewritten(_ lake: Lake) throws -> Bool {
    try LakeVerifier(root: lake.root).verify().findings.map(\.kind) == [.content]
  }

  // MARK: Page indexes

  /// A lake whose column `symbol` has several pages.
  private func lakeWithPages() throws -> Lake {
    let lake = try Lake()
    let lines = (0..<40_000).map { Bars.line("A-TICKER-OF-SOME-LENGTH-\($0)", $0) }
    try lake.ingest(Bars.source([Bars.header] + lines))
    return lake
  }

  @Test func `bounds, nulls and order of the page index are compared with the values`() throws {
    let lake = try lakeWithPages()
    let (file, manifest) = (try lake.read(Lake.file()), try lake.read(Lake.manifest()))
    let page = "row group 1, symbol, column index, page"
    let changes: [(problem: String, change: (inout ColumnIndex) -> Void)] = [
      ("\(page) 1: min: ", { $0.minValues[0] = Array("B".utf8) }),
      ("\(page) 1: max: ", { $0.maxValues[0] = Array("A".utf8) }),
      ("\(page) 2: min: ", { $0.minValues[1] = Array("B".utf8) }),
      ("\(page) 2: null_count: 0 expected, 1 found", { $0.nullCounts?[1] = 1 }),
      ("\(page) 2: null page: false expected, true found", { $0.nullPages[1] = true }),
      ("row group 1, symbol: the pages are not descending", { $0.boundaryOrder = .descending }),
      (
        "row group 1, symbol: the column index does not have one entry per page",
        { $0.maxValues.removeLast() }
      ),
    ]
    for (problem, change) in changes {
      try lake.put(file, at: Lake.file())
      try lake.put(manifest, at: Lake.manifest())
      try lake.rewriteColumnIndex(of: "symbol", change)
      let found = try problems(lake, .statistics)
      #expect(found.contains { $0.hasPrefix(problem) }, "\(problem): \(found)")
    }
    try lake.put(file, at: Lake.file())
    try lake.put(manifest, at: Lake.manifest())
    try lake.rewriteColumnIndex(of: "symbol") { _ in }
    #expect(try isTrueThoughRewritten(lake))
  }

  @Test func `places of the page index are compared with the pages`() throws {
    let lake = try lakeWithPages()
    let (file, manifest) = (try lake.read(Lake.file()), try lake.read(Lake.manifest()))
    let changes: [(problem: String, change: (inout OffsetIndex) -> Void)] = [
      ("page 2 of the offset index: ", { $0.pageLocations[1].offset += 1 }),
      ("page 2 of the offset index: ", { $0.pageLocations[1].compressedByteCount -= 1 }),
      ("page 2 of the offset index: ", { $0.pageLocations[1].firstRowIndex += 1 }),
      ("pages of the offset index: ", { $0.pageLocations.removeLast() }),
    ]
    for (problem, change) in changes {
      try lake.put(file, at: Lake.file())
      try lake.put(manifest, at: Lake.manifest())
      try lake.rewriteOffsetIndex(of: "symbol", change)
      let found = try problems(lake, .statistics)
      #expect(found.count == 1)
      #expect(found.first?.hasPrefix("row group 1, symbol: \(problem)") == true, "\(found)")
    }
  }

  @Test func `a page index that cannot be read is found`() throws {
    let lake = try lakeWithPages()
    let chunk = try lake.parquet().metadata.rowGroups[0].columns[0]
    let offset = Int(try #require(chunk.columnIndexOffset))
    var bytes = try lake.read(Lake.file())
    // No structure begins with a field of this type.
    bytes[offset] = 0x1F
    try lake.put(bytes, at: Lake.file())
    let found = try problems(lake, .unreadable)
    #expect(found.count == 1 && found.first?.hasPrefix("row group 1, symbol: ") == true)
  }

  // MARK: Values

  /// The same column, its second row null.
  private static func withNull(_ column: Column) -> Column {
    var validity = Validity()
    for row in 0..<column.count { validity.append(row != 1) }
    return Column(column.values, validity: validity)
  }

  @Test(arguments: [
    ("stocks_daily", "symbol"), ("stocks_daily", "timestamp"), ("stocks_daily", "date"),
    ("options_daily", "ticker"),
  ])
  func `a null in a key column is found`(_ type: String, _ name: String) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, type: type)
    let (path, manifest) = (Lake.file(type: type), Lake.manifest(type: type))
    let written = try lake.read(path)
    try lake.rewriteRows(of: path, manifest: manifest)
    #expect(try lake.read(path) == written, "as they are, rows are written as they were")
    try lake.rewriteRows(of: path, manifest: manifest) {
      $0[name] = $0[name].map(Self.withNull)
    }
    var expected = ["row group 1, \(name): 1 nulls in a key column"]
    if name == "date" {
      expected.append("row group 1, date: not every row has the value of the path")
    }
    #expect(try problems(lake, .value) == expected)
  }

  @Test(arguments: ["open", "volume"])
  func `a null in another column does not matter to the check`(_ name: String) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.rewriteRows { $0[name] = $0[name].map(Self.withNull) }
    #expect(try isTrueThoughRewritten(lake))
  }

  @Test(arguments: ["year", "month"])
  func `a stored year or month that is not the path's is found`(_ name: String) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few, config: ["embed_partition_columns": true])
    try lake.rewriteRows { columns in
      guard case .int32(var values)? = columns[name]?.values else { return }
      values[2] += 1
      columns[name] = Column(.int32(values))
    }
    #expect(
      try problems(lake, .value)
        == ["row group 1, \(name): not every row has the value of the path"])
  }

  @Test func `a stored underlying that is not the path's is found`() throws {
    let lake = try Lake()
    let type = "options_minute"
    try lake.ingest(
      Bars.of("O:SPY240119C00400000", "O:SPY240119P00400000"), type: type,
      config: ["embed_partition_columns": true])
    #expect(try problems(lake, .value) == [])
    try lake.rewriteRows(
      of: "\(type)/year=2024/month=01/underlying=SPY/date=2024-01-02.parquet",
      manifest: Lake.manifest(type: type)
    ) { $0["underlying"] = Column(.string(StringValues(["SPY", "QQQ"]))) }
    #expect(
      try problems(lake, .value)
        == ["row group 1, underlying: not every row has the value of the path"])
  }

  @Test(arguments: [
    ("data_type", "stocks_daily"), ("date", "2024-01-02"), ("profile", "portable"),
    ("partitioning", "date"), ("filter", "none"), ("spec_version", "1.1"),
  ])
  func `each key of the file's metadata is compared with its manifest`(
    _ name: String, _ value: String
  ) throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let key = "barlake.\(name)"
    try lake.rewriteFooter { $0.keyValueMetadata?.removeAll { $0.key == key } }
    #expect(try problems(lake, .metadata) == ["\(key): \(value) expected, none found"])
    try lake.rewriteFooter { $0.keyValueMetadata?.append(KeyValue(key: key, value: "x")) }
    #expect(try problems(lake, .metadata) == ["\(key): \(value) expected, x found"])
  }

  @Test func `row groups of another size are found, whole as the file is`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.source([Bars.header] + (0..<60_000).map { Bars.line("A", $0) }))
    try lake.rewriteRows(rowGroupRowCount: 50_000)
    #expect(try lake.rowCounts() == [50_000, 10_000])
    #expect(try problems(lake, .rows) == ["row group 1 has 50000 rows"])
  }

  // MARK: What no manifest lists

  @Test
  func `a file of the date that no manifest lists and a foreign file are reported differently`()
    throws
  {
    let (lake, other) = (try Lake(), try Lake())
    try lake.ingest(Bars.few)
    let leftover = Lake.file("2024-01-03")
    try other.ingest(Bars.few, date: "2024-01-03")
    try lake.put(try other.read(leftover), at: leftover)
    // Of another date than its place, by its metadata.
    let misplaced = Lake.file("2024-01-04")
    try lake.put(try other.read(leftover), at: misplaced)
    let unreadable = Lake.file("2024-01-05")
    try lake.put([1], at: unreadable)
    let folder = "stocks_daily/year=2024/month=01/notes"
    try lake.put([1], at: "\(folder)/x.parquet")
    for name in ["_SUCCESS", ".x.parquet", "_temporary/x.parquet"] {
      try lake.put([1], at: "stocks_daily/year=2024/month=01/\(name)")
    }
    let findings = try LakeVerifier(root: lake.root).verify().findings
    #expect(
      findings.map { "\($0.kind.rawValue) \($0.path): \($0.problem)" } == [
        "unlisted \(leftover): in no manifest, though it is a file of this date",
        "unlisted \(misplaced): in no manifest, foreign",
        "unlisted \(unreadable): in no manifest, foreign",
        "unlisted \(folder): no file of a date may be here",
      ])
  }
}
