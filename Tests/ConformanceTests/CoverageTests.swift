import BarLake
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A rule of `docs/spec.md`.
private struct Rule {
  var id: String
  var isMust: Bool
  /// `unit`, `ref`.
  var marks: Set<String>
}

/// Which rules and error codes the cases hold.
@Suite struct CoverageTests {
  /// Rules are items of the form `- **ID** LEVEL [mark] [mark]. Sentence.`
  private static func rules() throws -> [String: Rule] {
    let text = String(decoding: try Repository.read("docs/spec.md"), as: UTF8.self)
    var rules: [String: Rule] = [:]
    let item = /- \*\*([A-Z]+-\d+\.\d+)\*\* (MUST|SHOULD)((?: \[(?:unit|ref)\])*)\. .+/
    for line in text.split(separator: "\n") {
      guard let match = line.wholeMatch(of: item) else { continue }
      let marks = match.output.3.split(whereSeparator: { " []".contains($0) }).map(String.init)
      let id = String(match.output.1)
      #expect(rules[id] == nil, "\(id) stands twice")
      rules[id] = Rule(id: id, isMust: match.output.2 == "MUST", marks: Set(marks))
    }
    return rules
  }

  /// Rules that no case can show, with where they are shown instead.
  private static func uncovered() throws -> [String: String] {
    let bytes = try Repository.read("Conformance/uncovered.json")
    return try JSONDecoder().decode([String: String].self, from: Data(bytes))
  }

  /// What shows the rules that are marked `unit`, as ``Evidence`` has it.
  private static func unitEvidence() throws -> [String: [String]] {
    let bytes = try Repository.read("Conformance/unit-rules.json")
    return try JSONDecoder().decode([String: [String]].self, from: Data(bytes))
  }

  private static let asserted = Set(ConformanceTests.allCases.flatMap(\.clauses.asserts))

  @Test func `every rule that a case names exists`() throws {
    let rules = try Self.rules()
    #expect(rules.count > 250)
    for conformanceCase in ConformanceTests.allCases {
      for id in conformanceCase.clauses.asserts + conformanceCase.clauses.touches {
        #expect(rules[id] != nil, "\(conformanceCase.id) names \(id)")
      }
    }
  }

  @Test func `every MUST has a case or a reason`() throws {
    let uncovered = try Self.uncovered()
    for rule in try Self.rules().values where rule.isMust {
      if rule.marks.contains("unit") { continue }
      let isAsserted = Self.asserted.contains(rule.id)
      let reason = uncovered[rule.id]
      #expect(isAsserted || reason?.isEmpty == false, "\(rule.id) has no case and no reason")
      #expect(!(isAsserted && reason != nil), "\(rule.id) has a case, so it needs no reason")
    }
    let rules = try Self.rules()
    for id in uncovered.keys { #expect(rules[id] != nil, "\(id) is no rule") }
  }

  @Test func `every MUST marked unit has evidence that exists`() throws {
    let shown = try Self.unitEvidence()
    let rules = try Self.rules()
    let evidence = try Evidence()
    for rule in rules.values where rule.isMust && rule.marks.contains("unit") {
      #expect(shown[rule.id]?.isEmpty == false, "nothing shows \(rule.id)")
    }
    for (id, references) in shown {
      #expect(rules[id]?.marks.contains("unit") == true, "\(id) is no rule marked unit")
      for reference in references {
        #expect(try evidence.has(reference), "\(id): \(reference)")
      }
    }
  }

  /// Clauses, as `MEM-3`, and rules, as `MEM-3.1`, in comments and texts.
  @Test func `every clause that the sources name exists`() throws {
    let text = String(decoding: try Repository.read("docs/spec.md"), as: UTF8.self)
    let clauses = Set(text.matches(of: /### ([A-Z]+-[0-9]+)\s/).map { String($0.output.1) })
    let areas = Set(clauses.compactMap { $0.split(separator: "-").first })
    let known = clauses.union(try Self.rules().keys)
    #expect(clauses.count > 80)
    var count = 0
    var unknown: [String] = []
    for path in try Repository.swiftFiles(below: "Sources") {
      let source = String(decoding: try Repository.read(path), as: UTF8.self)
      for match in source.matches(of: /([A-Z]+)-[0-9]+(?:\.[0-9]+)?/)
      where areas.contains(match.output.1) {
        if !known.contains(String(match.output.0)) { unknown.append("\(path): \(match.output.0)") }
        count += 1
      }
    }
    #expect(unknown == [])
    #expect(count > 50)
  }

  @Test func `every file that a reason names exists`() throws {
    for (id, reason) in try Self.uncovered() {
      for path in reason.matches(of: /(?:Conformance|Tests)\/[A-Za-z_\/]+\.[a-z]+/) {
        let isThere = try FileSystem.status("\(Repository.root)/\(path.output)") != nil
        #expect(isThere, "\(id) names \(path.output)")
      }
    }
  }

  @Test func `every case lists the files that must be there, so that each is judged`() {
    for conformanceCase in ConformanceTests.cases {
      #expect(conformanceCase.expect.tree != nil, "\(conformanceCase.id)")
    }
  }

  @Test func `every error code but internal has a case`() {
    let expectations = ConformanceTests.cases.flatMap { conformanceCase in
      conformanceCase.steps.compactMap(\.expect) + [conformanceCase.expect]
    }
    let codes = Set(expectations.compactMap(\.error?.code))
    for code in ErrorCode.allCases where code != .internalError {
      #expect(codes.contains(code.rawValue), "\(code.rawValue)")
    }
  }
}
