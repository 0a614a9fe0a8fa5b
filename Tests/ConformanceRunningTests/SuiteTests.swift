import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// Suites on the disk that can be judged by, and those that cannot.
@Suite struct SuiteTests {
  /// A suite with one case, of this version and asserting this rule.
  private func suite(version: String = "1.0.0", rule: String = "CSV-1.1") throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    let whole = "\(Repository.root)/Conformance"
    let name = "cases/csv/empty-file"
    for path in [name, "claims"] { try FileSystem.createDirectories(folder.path(path)) }
    for path in ["clauses.json", "claims/core.json", "\(name)/in.csv"] {
      try folder.write(try FileSystem.read("\(whole)/\(path)"), to: path)
    }
    let text = String(decoding: try FileSystem.read("\(whole)/\(name)/case.json"), as: UTF8.self)
    let parts = text.split(separator: "\"CSV-1.1\"", maxSplits: 1)
    try folder.write(Array(parts.joined(separator: "\"\(rule)\"").utf8), to: "\(name)/case.json")
    try folder.write(Array("\(version)\n".utf8), to: "VERSION")
    return folder
  }

  private func problem(_ folder: TemporaryFolder) -> String {
    do {
      _ = try Suite(folder: folder.path)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func `the suite that comes with this judge is the newest that it knows`() throws {
    let suite = try #require(SelectionTests.suite)
    #expect(suite.version.hasPrefix("\(Suite.newest.major).\(Suite.newest.minor)."))
  }

  @Test(arguments: ["1.0.0", "1.0.7", "1.1.0"])
  func `earlier suites of the same rules are judged by`(_ version: String) throws {
    #expect(problem(try suite(version: version)) == "none")
  }

  @Test(arguments: ["2.0.0", "0.9.0", "1.2.0", "1.-1.0", "1.1", "one", ""])
  func `suites of other versions are not`(_ version: String) throws {
    let folder = try suite(version: version)
    #expect(
      problem(folder)
        == "\(folder.path)/VERSION: the suite's version is \(version), and this command judges by "
        + "suites from 1.0 to 1.1")
  }

  @Test func `a case that asserts no rule of the suite is none`() throws {
    let folder = try suite(rule: "RULE-0.0")
    #expect(problem(folder).hasSuffix("empty-file/case.json: there is no rule RULE-0.0"))
  }

  @Test func `a case's claims are those that have a run of it`() throws {
    let suite = try #require(SelectionTests.suite)
    func claims(_ id: String) throws -> [String] {
      suite.claims(of: try #require(suite.conformanceCase(id))).map(\.name)
    }
    #expect(try claims("csv.empty-file") == suite.claims.map(\.name))
    #expect(try claims("bars.daily-as-minutes") == ["polars", "streaming"])
  }
}
