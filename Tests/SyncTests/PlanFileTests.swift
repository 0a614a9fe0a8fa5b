import BarLake
import BarLakeBytes
import BarLakeSync
import BarLakeTestSupport
import Testing

@Suite struct PlanFileTests {
  private let bench: SyncBench
  private let folder: TemporaryFolder

  init() throws {
    bench = try SyncBench()
    folder = try TemporaryFolder()
    for day in [2, 3, 4] { try bench.put(at: "2024-01-0\(day).csv") }
  }

  /// The lines of a plan with three tasks and a note.
  private func lines() throws -> [String] {
    PlanFile.lines(try bench.plan(bench.request(2, 5, symbols: ["A", "B"])))
  }

  private func read(_ lines: [String]) throws -> PlanFile {
    try PlanFile(path: folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "plan"))
  }

  @Test func `a plan is read as it was made`() throws {
    let plan = try bench.plan(bench.request(2, 5, symbols: ["A", "B"]))
    let file = try read(PlanFile.lines(plan))
    #expect(file.header == plan.header && file.tasks == plan.tasks && file.tasks.count == 3)
    #expect(file.header.work.symbols == ["A", "B"] && file.header.work.lake == bench.lake.root)
    #expect(file.header.source == .folder(bench.root))
    // Other kinds of lines are for people, and empty ones are none.
    #expect(try read(PlanFile.lines(plan) + [""]).tasks.count == 3)
    let bucket = PlanHeader.Source.bucket(BucketPlace(endpoint: "http://e", bucket: "b"))
    #expect(
      JSON.value(PlanHeader.Source.self, from: Array(try JSON.line(bucket).utf8)) == bucket)
  }

  @Test func `a plan that was changed is an error with its line`() throws {
    func fault(_ lines: [String]) throws -> String {
      do {
        _ = try read(lines)
        return "none"
      } catch let error as IngestError {
        #expect(error.code == .invalidArgument)
        return error.message
      }
    }
    let lines = try lines()
    let changes: [(String, String)] = [
      ("2024-01-03.csv", "2024-01-04.csv"), ("\"source_bytes\":", "\"source_bytes\":1"),
      ("\"portable\"", "\"classic\""), ("\"portable\"", "\"none\""),
      ("\"kind\":\"task\"", "\"kind\":\"chore\""), ("missing", "absent"),
      ("\"date\":\"2024-01-03\"", "\"date\":\"2024-02-30\""),
      ("\"stocks_daily\"", "\"stocks\""), ("}", ""),
    ]
    for (old, new) in changes {
      var changed = lines
      changed[2] = changed[2].replacing(old, with: new)
      #expect(changed != lines, "\(old)")
      #expect(try fault(changed).hasPrefix("line 3 of "), "\(old)")
    }
    #expect(try fault(Array(lines.dropFirst())).hasPrefix("line 1 of "))
    #expect(try fault([lines[0]] + lines).hasPrefix("line 2 of "))
    #expect(try fault(["{}"]).hasPrefix("line 1 of "))
    var earlier = lines
    earlier[0] = earlier[0].replacing("\"spec_version\":\"1.1\"", with: "\"spec_version\":\"1.0\"")
    #expect(try fault(earlier).hasPrefix("line 1 of "))
    #expect(try fault([]).contains("whole to its last line end"))
  }

  @Test func `a plan that was cut off is an error`() throws {
    let bytes = Array(try lines().map { $0 + "\n" }.joined().utf8)
    for count in [bytes.count - 1, bytes.count - 10, 40, 0] {
      let path = try folder.write(bytes.prefix(count), to: "plan")
      #expect(throws: IngestError.self) { try PlanFile(path: path) }
    }
    #expect(throws: IngestError.self) { try PlanFile(path: folder.path("missing")) }
    #expect(throws: IngestError.self) { try PlanFile(path: "s3://bucket/plan") }
  }
}
