import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// `barlake-conform list`: the cases of the suite.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the cases, one a line.")

  @OptionGroup var suiteOptions: SuiteOptions

  @Flag(help: "Print a JSON object a line.")
  var json = false

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

  func run() throws {
    let suite = try suiteOptions.load()
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
}
