import BarLake
import BarLakeBytes
import BarLakeTestSupport
import LakeInspection
import Testing

/// The form of manifests, and what is none.
@Suite struct ManifestTextTests {
  private func findings(_ lake: Lake) throws -> [String] {
    try LakeVerifier(root: lake.root).verify().findings.map { "\($0.kind) \($0.problem)" }
  }

  @Test func `a manifest has a line per file, in the order of their paths, and a checksum`() throws
  {
    let lake = try Lake()
    let symbols = ["A", "AA", "AAp", "A.B", "-"]
    let result = try lake.ingest(
      Bars.source([Bars.header] + symbols.map { Bars.line($0) }), type: "stocks_minute")
    let manifest = try lake.read(Lake.manifest(type: "stocks_minute"))
    let lines = String(decoding: manifest, as: UTF8.self).split(separator: "\n")
    #expect(lines[0].hasPrefix("{\"") && lines[0].hasSuffix(",\"files\":["))
    #expect(lines[0].contains("\"spec_version\":\"1.1\""))
    // What follows on a name is a `/`.
    let names = ["-", "A.B", "A", "AA%70", "AA"]
    let expected = try zip(names, result.files).map { name, path in
      #expect(path == "stocks_minute/year=2024/month=01/symbol=\(name)/date=2024-01-02.parquet")
      let sha256 = try HashedFile.sha256(of: lake.absolute(path), cancellation: nil)
      return "[\"\(name)\",\(try lake.read(path).count),1,\"\(sha256)\"]"
    }
    #expect(lines[1..<6].joined() == expected.joined(separator: ","))
    let content = lake.absolute("../content")
    try FileSystem.write(Array(manifest.dropLast(80)), to: content)
    let checksum = try HashedFile.sha256(of: content, cancellation: nil)
    #expect(lines.count == 7 && lines[6] == "],\"checksum\":\"\(checksum)\"}")
    #expect(manifest.last == UInt8(ascii: "\n"))
  }

  @Test func `the file of a date that is one file has an empty name`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let lines = String(decoding: try lake.read(Lake.manifest()), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 3 && lines[1].hasPrefix("[\"\","))
  }

  @Test func `no bit of a manifest can flip unseen`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), type: "stocks_minute", symbols: ["A", "B", "C"])
    let path = Lake.manifest(type: "stocks_minute")
    let whole = try lake.read(path)
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try lake.put(bytes, at: path)
      let type = try #require(try LakeStatus(root: lake.root).dataTypes.first)
      #expect(type.done.isEmpty, "byte \(place)")
    }
    try lake.put(whole, at: path)
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done.count == 1)
  }

  @Test func `a manifest that was cut, or has more at its end, is refused`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    let whole = try lake.read(Lake.manifest())
    let wrong =
      (0..<whole.count).map { Array(whole[..<$0]) } + [whole + [10], whole + whole, [10] + whole]
    for bytes in wrong {
      try lake.put(bytes, at: Lake.manifest())
      #expect(try LakeStatus(root: lake.root).dataTypes.first?.done == [], "\(bytes.count) bytes")
    }
  }

  @Test func `a wrong checksum is reported as such, and the date is ingested again`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    var bytes = try lake.read(Lake.manifest())
    bytes[bytes.count / 2] ^= 1
    try lake.put(bytes, at: Lake.manifest())
    #expect(
      try findings(lake).contains(
        "manifest not readable: its checksum is not that of its bytes"))
    #expect(try lake.ingest(Bars.few).status == .success)
    #expect(try findings(lake) == [])
    #expect(try lake.ingest(Bars.few).status == .skipped)
  }

  /// With the right checksum each.
  @Test(arguments: [
    ("[\"A\",", "[\"a\","), ("[\"A\",", "[\"%41\","), ("[\"A\",", "[\"..\","),
    ("[\"A\",", "[\"e\u{301}\","), ("[\"A\",", "[\"\u{E9}\","),
    ("[\"A\",", "[\"\","), ("[\"A\",", "[\"A/../B\","), ("[\"A\",", "[\"B\","),
    ("[\"A\",", "[\"C\","), ("[\"A\",", " [\"A\","), ("[\"A\",", "[\"A\",0"),
    ("[\"A\",", "[\"A\",-"), ("[\"A\",", "[\"A\",9999999999999"),
    ("[\"A\",", "[\"__HIVE_DEFAULT_PARTITION__\","), ("[\"A\",", "[\"A%4\","),
    ("\"],\n", "\"]\n"), ("\"]\n]", "\"],\n]"), ("\"files\":[\n", "\"files\":[\n\n"),
    ("\"files\":[\n", "\"files\":["), ("\"data_type\"", "\"data\""),
    ("\"partitioning\":\"symbol\"", "\"partitioning\":\"date\""),
    ("\"written\":2", "\"written\":-2"), ("\"date\":\"2024-01-02\"", "\"date\":\"2024-01-32\""),
  ])
  func `what no ingest can have written is no manifest`(_ change: (String, String)) throws {
    let lake = try Lake()
    try lake.ingest(Bars.of("A", "B"), type: "stocks_minute")
    let path = Lake.manifest(type: "stocks_minute")
    try lake.replace(change.0, by: change.1, in: path)
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done == [])
    #expect(
      try findings(lake).contains(
        "manifest not readable: it is no manifest that an ingest can have written"))
    #expect(try lake.ingest(Bars.of("A", "B"), type: "stocks_minute").status == .success)
  }

  @Test func `unknown members are ignored`() throws {
    let lake = try Lake()
    try lake.ingest(Bars.few)
    try lake.replace("{\"", by: "{\"later\":{\"a\":[1]},\"", in: Lake.manifest())
    #expect(try LakeStatus(root: lake.root).dataTypes.first?.done.count == 1)
    #expect(try lake.ingest(Bars.few).status == .skipped)
  }
}
