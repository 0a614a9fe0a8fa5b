import BarLakeBytes
import BarLakeCSV
import BarLakeConformanceKit
import BarLakeTestSupport
import Testing

/// One permutation of one case, by one of the two ways through the core.
struct CaseRunArgument: CustomTestStringConvertible, Sendable {
  let conformanceCase: ConformanceCase
  let permutation: Permutation
  let path: ScanPath

  var testDescription: String { "\(conformanceCase.name(of: permutation)), \(path)" }
}

/// All cases of the suite, run against the core in this process.
@Suite struct ConformanceTests {
  static let cases: [ConformanceCase] = {
    do {
      return try ConformanceSuite.load("\(Repository.root)/Conformance/cases")
    } catch {
      Issue.record("the cases cannot be loaded: \(error)")
      return []
    }
  }()

  static let runs: [CaseRunArgument] = cases.flatMap { conformanceCase in
    conformanceCase.permutations.flatMap { permutation in
      ScanPath.allCases.map {
        CaseRunArgument(conformanceCase: conformanceCase, permutation: permutation, path: $0)
      }
    }
  }

  @Test(arguments: runs)
  func `the core conforms`(_ run: CaseRunArgument) throws {
    let folder = try TemporaryFolder()
    let differences = try CaseRunner.run(
      run.conformanceCase, run.permutation, on: CoreImplementation(path: run.path),
      workDirectory: folder.path, checking: .reference)
    for difference in differences {
      Issue.record("\(run.testDescription): \(difference)")
    }
  }

  @Test func `there are hundreds of cases and thousands of runs`() {
    #expect(Self.cases.count >= 650)
    #expect(Self.runs.count >= 10_000)
  }
}
