import BarLakeBytes
import BarLakeConformanceKit
import BarLakeConformanceRunning
import BarLakeTestSupport
import Testing

/// That what is executed is what was asked for: no more, no less, and no name that is none.
@Suite struct SelectionTests {
  static let suite: Suite? = try? Suite(folder: "\(Repository.root)/Conformance")

  private func names(_ change: (inout Selection) -> Void) throws -> [String] {
    var selection = Selection()
    change(&selection)
    return try selection.runs(of: try #require(Self.suite)).map(\.name)
  }

  @Test func `only a case is all its permutations that are claimed, and nothing else`() throws {
    let suite = try #require(Self.suite)
    let vendorFile = try #require(suite.conformanceCase("csv.empty-file"))
    let all = vendorFile.permutations.map { "csv.empty-file@\($0)" }
    #expect(all.count > 4)
    #expect(try names { $0.only = ["csv.empty-file"] } == all.filter { $0.contains("@polars") })
    #expect(
      try names {
        $0.only = ["csv.empty-file"]
        $0.claims = ["polars", "streaming"]
      } == all)
  }

  @Test func `only a permutation is that one`() throws {
    let name = "csv.empty-file@polars,gzip,threads=2"
    #expect(try names { $0.only = [name] } == [name])
    let other = "gzip.one-member@polars,plain,threads=1"
    #expect(try names { $0.only = [other, name] } == [name, other])
  }

  @Test func `an area, a rule and a level are what has them`() throws {
    let gzip = try names { $0.areas = ["gzip"] }
    #expect(gzip.count > 50 && gzip.allSatisfy { $0.hasPrefix("gzip.") })
    let suite = try #require(Self.suite)
    let rule = try names { $0.rules = ["TYPE-1.1"] }
    let ids = Set(rule.compactMap { $0.split(separator: "@").first.map(String.init) })
    #expect(!ids.isEmpty)
    for id in ids {
      #expect(suite.conformanceCase(id)?.clauses.asserts.contains("TYPE-1.1") == true)
    }
    let should = try names {
      $0.level = .should
      $0.claims = suite.claims.map(\.name)
    }
    #expect(!should.isEmpty)
    for name in should {
      let id = String(name.prefix { $0 != "@" })
      #expect(suite.conformanceCase(id)?.level == .should)
    }
  }

  @Test func `all claims together are every run of the suite`() throws {
    let suite = try #require(Self.suite)
    let all = suite.cases.filter { $0.budget == nil }
      .flatMap { one in one.permutations.map { "\(one.id)@\($0)" } }
    #expect(try names { $0.claims = suite.claims.map(\.name) } == all)
  }

  @Test func `memory is measured for who claims it, and for who asks`() throws {
    let suite = try #require(Self.suite)
    let all = suite.cases.filter { $0.budget != nil }.map(\.id)
    #expect(all.count >= 7)
    func budgets(_ change: (inout Selection) -> Void) throws -> [String] {
      var selection = Selection()
      change(&selection)
      return try selection.budgets(of: suite).map(\.conformanceCase.id)
    }
    #expect(try budgets { _ in } == [])
    #expect(try budgets { $0.claims = ["streaming", "polars", "classic", "manifest"] } == [])
    #expect(try budgets { $0.measuresMemory = true } == all)
    #expect(try budgets { $0.claims = ["bounded-memory"] }.count == all.count)
    let one = "memory.budget-fifty-ingests"
    #expect(
      try budgets {
        $0.measuresMemory = true
        $0.only = [one]
      } == [one])
    #expect(
      try names {
        $0.measuresMemory = true
        $0.only = [one]
      } == [])
    do {
      _ = try budgets { $0.only = [one] }
      Issue.record("it is selected without a claim")
    } catch let error as Selection.Unknown {
      #expect(error.description.hasSuffix("; --memory measures it all the same"))
    }
  }

  @Test func `a name that is none is no selection`() throws {
    func problem(_ change: (inout Selection) -> Void) throws -> String {
      do {
        _ = try names(change)
        return "none"
      } catch let error as Selection.Unknown {
        return error.description
      }
    }
    #expect(try problem { $0.only = ["csv.no-such"] } == "there is no case csv.no-such")
    #expect(
      try problem { $0.only = ["csv.empty-file@polars"] }
        == "the case csv.empty-file has no permutation polars")
    #expect(try problem { $0.areas = ["nowhere"] } == "there is no area nowhere")
    #expect(try problem { $0.rules = ["TYPE-99.1"] } == "there is no rule TYPE-99.1")
    #expect(try problem { $0.claims = ["all"] }.hasPrefix("there is no claim all; there are core"))
    #expect(
      try problem { $0.only = ["csv.empty-file@lazy,plain,threads=1"] }
        == "csv.empty-file@lazy,plain,threads=1 is no part of the claims core: it requires lazy")
    // Each of the filters has something, both together have nothing.
    #expect(
      try problem {
        $0.only = ["csv.empty-file"]
        $0.areas = ["gzip"]
      } == "csv.empty-file is not in the areas, rules and level that were asked for")
    #expect(
      try problem {
        $0.areas = ["gzip"]
        $0.rules = ["API-1.1"]
      } == "nothing of the suite is selected")
  }
}
