import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// `barlake-conform list`: the cases of the suite.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the cases, or the runs, one a line.")

  @OptionGroup var suiteOptions: SuiteOptions

  @Flag(help: "Print a JSON object a line.")
  var json = false

  @Flag(help: "Print the runs of the claims, one name a line, as run --only takes them.")
  var runs = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "With --runs: the claim, core by default, and again for more.", valueName: "claim"))
  var claim: [String] = []

  private struct Line: Encodable {
    var id: String
    var level: ConformanceCase.Level
    var title: String
    var asserts: [String]
    var touches: [String]
    var requires: [AdapterFeature]
    var claims: [String]
    var permutations: [String]
  }

  func validate() throws {
    if runs, json { throw ValidationError("--runs and --json exclude each other.") }
    if !claim.isEmpty, !runs { throw ValidationError("--claim is for --runs.") }
  }

  func run() throws {
    let suite = try suiteOptions.load()
    if runs {
      try Console.write(try names(in: suite).map { "\($0)\n" }.joined())
      return
    }
    for conformanceCase in suite.cases {
      let permutations = conformanceCase.permutations
      let claims = suite.claims(of: conformanceCase).map(\.name)
      if json {
        let line = Line(
          id: conformanceCase.id, level: conformanceCase.level, title: conformanceCase.title,
          asserts: conformanceCase.clauses.asserts, touches: conformanceCase.clauses.touches,
          requires: conformanceCase.requires.sorted(), claims: claims,
          permutations: permutations.map(\.description))
        try Console.write(
          String(decoding: try AdapterProtocol.line(line), as: UTF8.self))
      } else {
        try Console.write(
          "\(conformanceCase.id)  \(conformanceCase.level.rawValue)  "
            + "\(conformanceCase.clauses.asserts.joined(separator: ","))  "
            + "\(claims.joined(separator: ","))  \(permutations.count)  "
            + "\(conformanceCase.title)\n")
      }
    }
  }

  private func names(in suite: Suite) throws -> [String] {
    var selection = Selection()
    if !claim.isEmpty { selection.claims = claim }
    do {
      return try selection.runs(of: suite).map(\.name)
    } catch {
      throw ExitCode.suite(error)
    }
  }
}
