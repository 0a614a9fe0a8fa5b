import BarLake
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetReading
import BarLakeParquetWriting
import BarLakeTestSupport
import Testing

@Suite struct MarketSchemaTests {
  struct Columns: Sendable, CustomStringConvertible {
    let type: MarketDataType
    let profile: Profile
    /// As `name type` in order.
    let columns: [String]
    var description: String { "\(type) \(profile)" }
  }

  static func prices(_ type: String, volume: String, transactions: String) -> [String] {
    ["open", "high", "low", "close"].map { "\($0) \(type)" }
      + ["volume \(volume)", "transactions \(transactions)"]
  }

  static let portablePrices = prices("float64", volume: "float64", transactions: "int32")
  static let classicPrices = prices("float32", volume: "uint32", transactions: "uint32")

  static let raw: [Columns] = [
    Columns(
      type: .stocksDaily, profile: .classic,
      columns: [
        "year int16", "month int8", "symbol dictionary[int32]", "date date32",
        "timestamp timestamp[ns, UTC]",
      ] + prices("float32", volume: "uint64", transactions: "uint32")),
    Columns(
      type: .stocksMinute, profile: .classic,
      columns: [
        "symbol dictionary[int32]", "year int16", "month int8",
        "timestamp timestamp[ns, America/New_York]",
      ] + classicPrices),
    Columns(
      type: .optionsDaily, profile: .classic,
      columns: [
        "underlying dictionary[int32]", "year int16", "month int8", "ticker string",
        "date date32", "timestamp timestamp[ns, UTC]", "expiration_date date32",
        "contract_type dictionary[int8]", "strike_price float32",
      ] + classicPrices),
    Columns(
      type: .optionsMinute, profile: .classic,
      columns: [
        "underlying dictionary[int32]", "date date32", "ticker string",
        "timestamp timestamp[ns, America/New_York]", "expiration_date date32",
        "contract_type dictionary[int8]", "strike_price float32",
      ] + classicPrices),
    Columns(
      type: .stocksDaily, profile: .portable,
      columns: [
        "year int32", "month int32", "symbol string", "date date32",
        "timestamp timestamp[us, UTC]",
      ] + portablePrices),
    Columns(
      type: .stocksMinute, profile: .portable,
      columns: [
        "symbol string", "year int32", "month int32", "date date32",
        "timestamp timestamp[us, UTC]",
      ] + portablePrices),
    Columns(
      type: .optionsDaily, profile: .portable,
      columns: [
        "underlying string", "year int32", "month int32", "ticker string", "date date32",
        "timestamp timestamp[us, UTC]", "expiration_date date32", "contract_type string",
        "strike_price float64",
      ] + portablePrices),
    Columns(
      type: .optionsMinute, profile: .portable,
      columns: [
        "underlying string", "date date32", "ticker string", "timestamp timestamp[us, UTC]",
        "expiration_date date32", "contract_type string", "strike_price float64",
      ] + portablePrices),
  ]

  static let enriched: [MarketDataType: [String]] = [
    .stocksDaily: [
      "alpha_daily float32", "price_range float32", "daily_return float32", "vwap float32",
      "relative_volume float32",
    ],
    .stocksMinute: ["alpha_minute float32", "price_velocity float32", "minute_return float32"],
    .optionsDaily: ["moneyness float32", "days_to_expiry int16", "relative_volume float32"],
    .optionsMinute: [],
  ]

  private func texts(_ schema: Schema) -> [String] {
    schema.fields.map { "\($0.name) \($0.type)" }
  }

  @Test(arguments: raw)
  func `the raw columns are those of the specification`(_ expected: Columns) {
    let schema = MarketSchema.rawSchema(for: expected.type, profile: expected.profile)
    #expect(texts(schema) == expected.columns)
    #expect(!schema.fields.contains { !$0.isNullable })
  }

  @Test(arguments: raw)
  func `the full schema adds what later stages compute`(_ expected: Columns) {
    let schema = MarketSchema.schema(for: expected.type, profile: expected.profile)
    #expect(texts(schema) == expected.columns + (Self.enriched[expected.type] ?? []))
    #expect(!schema.fields.contains { !$0.isNullable })
  }

  @Test func `the default profile is portable`() {
    for type in MarketDataType.allCases {
      #expect(
        MarketSchema.rawSchema(for: type) == MarketSchema.rawSchema(for: type, profile: .portable))
      #expect(
        MarketSchema.schema(for: type) == MarketSchema.schema(for: type, profile: .portable))
    }
  }

  @Test(arguments: raw)
  func `files leave out year and month unless they are embedded, then come extra columns`(
    _ expected: Columns
  ) {
    var options = IngestOptions()
    options.profile = expected.profile
    options.extraColumns = [.init(name: "x", type: .timestamp), .init(name: "y", type: .bool)]
    let unit = expected.profile == .classic ? "ns" : "us"
    let extra = ["x timestamp[\(unit), UTC]", "y bool"]
    let kept = expected.columns.filter { !$0.hasPrefix("year ") && !$0.hasPrefix("month ") }
    #expect(texts(MarketSchema.storedSchema(for: expected.type, options: options)) == kept + extra)
    options.embedPartitionColumns = true
    #expect(
      texts(MarketSchema.storedSchema(for: expected.type, options: options))
        == expected.columns + extra)
  }

  @Test func `a footer with other columns than the expected ones is an internal error`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let range = try lake.parquet().footerRange
    let footer = try Array(lake.read(Lake.file())[range])
    let schema = MarketSchema.storedSchema(for: .stocksDaily, options: IngestOptions())
    try FooterInspection.check(footer, has: schema)
    for change in schema.fields.indices {
      var other = schema
      other.fields[change].name += "x"
      let error = try #require(throws: IngestError.self) {
        try FooterInspection.check(footer, has: other)
      }
      #expect(error.code == .internalError)
    }
    #expect(throws: IngestError.self) {
      try FooterInspection.check(footer, has: Schema(Array(schema.fields.dropLast())))
    }
    #expect(throws: IngestError.self) {
      try FooterInspection.check(Array(footer.dropLast(9)), has: schema)
    }
  }

  /// The first bytes of footers of the columns of `schema`.
  private func schemaBytes(_ schema: Schema) -> [UInt8] {
    let encodings = schema.fields.map { _ in TextEncoding.plain }
    return FileTemplate(
      ParquetOptions(schema: schema, textEncodings: encodings, createdBy: "test")
    ).schemaBytes
  }

  private func passes(_ check: () throws -> Void) -> Bool {
    do { try check() } catch { return false }
    return true
  }

  @Test func `of many footers each byte of the schema counts`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let range = try lake.parquet().footerRange
    let written = try Array(lake.read(Lake.file())[range])
    let schema = MarketSchema.storedSchema(for: .stocksDaily, options: IngestOptions())
    let schemaBytes = self.schemaBytes(schema)
    let check = try FooterCheck(schemaBytes, has: schema)
    try check.check(written)
    // Some changes say nothing else of the columns: the version is not theirs.
    var failureCount = 0
    for place in schemaBytes.indices {
      var other = written
      other[place] ^= 1
      let isSame = passes { try FooterInspection.check(other, has: schema) }
      #expect(passes { try check.check(other) } == isSame, "byte \(place)")
      if !isSame { failureCount += 1 }
    }
    #expect(failureCount > schemaBytes.count / 2)
    for change in schema.fields.indices {
      var other = schema
      other.fields[change].name += "x"
      let error = try #require(throws: IngestError.self) {
        try check.check(self.schemaBytes(other) + FooterTemplate.endWithoutRows)
      }
      #expect(error.code == .internalError)
    }
    #expect(throws: IngestError.self) { try check.check(Array(schemaBytes.dropLast())) }
  }

  @Test func `what footers begin with must be a whole schema, and the plan's`() throws {
    let schema = MarketSchema.storedSchema(for: .optionsMinute, options: IngestOptions())
    let schemaBytes = self.schemaBytes(schema)
    for end in schemaBytes.indices {
      #expect(throws: IngestError.self) {
        _ = try FooterCheck(Array(schemaBytes[..<end]), has: schema)
      }
    }
    let other = MarketSchema.storedSchema(for: .optionsDaily, options: IngestOptions())
    #expect(throws: IngestError.self) { _ = try FooterCheck(schemaBytes, has: other) }
  }

  /// The writer makes no wrong footer that a test could wait for, so the way of a file is looked
  /// at: what can be published is a `StagedPartition`, and one is made behind the check alone.
  @Test func `what can be published has had its footer checked`() throws {
    var makers: [String] = []
    for path in try Repository.swiftFiles(below: "Sources") {
      let text = String(decoding: try Repository.read(path), as: UTF8.self)
      makers += text.matches(of: /StagedPartition\(/).map { _ in path }
    }
    #expect(makers == ["Sources/BarLake/Writing/PartitionFile.swift"])
    let maker = try Repository.read("Sources/BarLake/Writing/PartitionFile.swift")
    #expect(
      String(decoding: maker, as: UTF8.self).contains(
        """
            try files.footers.check(footer)
            return StagedPartition(
        """))
    #expect(
      String(decoding: maker, as: UTF8.self).contains(
        "footers = try FooterCheck(template.schemaBytes, has: plan.schema)\n"))
  }

  @Test func `there are four data types, two of options, two of days`() {
    #expect(
      MarketDataType.allCases.map(\.rawValue)
        == ["stocks_daily", "stocks_minute", "options_daily", "options_minute"])
    #expect(MarketDataType.allCases.map(\.isOption) == [false, false, true, true])
    #expect(MarketDataType.allCases.map(\.isDaily) == [true, false, true, false])
  }
}
