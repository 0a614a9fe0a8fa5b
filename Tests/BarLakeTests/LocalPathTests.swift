import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

/// URLs in the place of paths, and paths with names that begin with a combining mark.
@Suite struct LocalPathTests {
  private static let url = "s3://bucket/2024-01-02.csv"

  private func expectInvalid(_ body: () throws -> Void) throws {
    let error = try #require(throws: IngestError.self, performing: body)
    #expect(error.code == .invalidArgument && error.token == Self.url)
    #expect(error.message.contains("./\(Self.url)") && error.message.contains("download"))
    #expect(try FileSystem.status("s3:") == nil)
  }

  @Test func `no lake is looked at or made at a URL`() throws {
    try expectInvalid { _ = try IngestContext(dataType: "stocks_daily", outputRoot: Self.url) }
    try expectInvalid { _ = try LakeStatus(root: Self.url) }
    try expectInvalid { _ = try LakeVerifier(root: Self.url) }
  }

  @Test(arguments: Entry.allCases)
  func `an input that is a URL has no effect`(_ entry: Entry) throws {
    let lake = try Lake()
    try expectInvalid { try lake.ingest(.file(Self.url), by: entry) }
    #expect(try lake.tree().isEmpty && !lake.exists(".barlake"))
    let ingestor = try lake.ingestor(entry)
    try expectInvalid { _ = try ingestor.batches("2024-01-02", data: .file(Self.url)) }
    let results = ingestor.ingestBatch(
      dates: ["2024-01-02"], dataMap: ["2024-01-02": .file(Self.url)])
    #expect(results.map(\.error?.code) == [.invalidArgument])
    #expect(ingestor.statistics.errors == 1)
  }

  @Test func `files of symbols and of columns are no URLs`() throws {
    try expectInvalid { _ = try SymbolFilter.symbols(inFile: Self.url) }
    try expectInvalid { _ = try SchemaDetector.detect(.file(Self.url)) }
    try expectInvalid { try LocalPath.check("the file", Self.url) }
  }

  @Test func `names that begin with a combining mark are names like others`() throws {
    let folder = try TemporaryFolder()
    let above = folder.path("\u{301}q")
    try FileSystem.createDirectory(above)
    let root = "\(above)/\u{301}lake/\u{301}"
    let input = "\(above)/\u{301}2024-01-02.csv"
    try FileSystem.write(Inputs.bytes(Bars.of("A", "B")), to: input)
    for (type, files) in [("stocks_daily", 1), ("stocks_minute", 2)] {
      let context = try IngestContext(dataType: type, outputRoot: root)
      let result = try PolarsIngestor(context: context, streaming: true)
        .ingestDate("2024-01-02", data: .file(input))
      #expect(result.files.count == files)
    }
    let month = "\(root)/stocks_daily/year=2024/month=01"
    for name in ["_\u{301}", ".\u{301}x"] { try FileSystem.write([1], to: "\(month)/\(name)") }
    #expect(try LakeStatus(root: root).dataTypes.map(\.foreign) == [[], []])
    #expect(try LakeVerifier(root: root).verify().findings == [])
    try FileSystem.createDirectory("\(month)/\u{301}q")
    try FileSystem.write([1], to: "\(month)/\u{301}_")
    let foreign = try LakeStatus(root: root).dataTypes[0].foreign.map { Array($0.utf8) }
    let place = "stocks_daily/year=2024/month=01"
    #expect(foreign == ["\(place)/\u{301}_", "\(place)/\u{301}q"].map { Array($0.utf8) })
    #expect(try LakeVerifier(root: root).verify().findings.map(\.kind) == [.unlisted, .unlisted])
  }
}
