import BarLake
import BarLakeBytes
import BarLakeTestSupport
import Testing

@Suite struct IngestResultTests {
  @Test(arguments: Entry.allCases)
  func `sizes are those of the published files`(_ entry: Entry) throws {
    let lake = try Lake()
    let result = try lake.ingest(Bars.few, by: entry)
    let byteCount = try result.files.reduce(0) { sum, path in
      sum + (try FileSystem.read("\(lake.root)/\(path)").count)
    }
    #expect(result.files == [Lake.file()])
    #expect(result.fileSizeMB == Double(byteCount) / 1_048_576)
    #expect(result.records == 3)
  }

  @Test(arguments: Entry.allCases)
  func `every result has its time, skipped ones included`(_ entry: Entry) throws {
    let lake = try Lake()
    let success = try lake.ingest(Bars.few, by: entry)
    let skipped = try lake.ingest(Bars.few, by: entry)
    #expect(success.elapsedTime > 0)
    #expect(skipped.status == .skipped)
    #expect(skipped.elapsedTime > 0)
    let line = try JSON.line(skipped)
    #expect(line.contains("\"elapsed_time\":"))
  }

  @Test func `an output root that is a file, or lies below one, is an error`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    for root in [file, "\(file)/below"] {
      let error = #expect(throws: IngestError.self) {
        try PolarsIngestor(dataType: "stocks_daily", outputRoot: root)
      }
      #expect(error?.code == .ioError)
    }
    #expect(try FileSystem.read(file) == [1])
  }

  @Test func `an output root is made with its parents`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("a/b/c")
    _ = try StreamingIngestor(dataType: "stocks_daily", outputRoot: root)
    #expect(try FileSystem.status(root)?.kind == .directory)
  }
}
