import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

/// `barlake-conform explain`: what a case is about.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Print a case: its rules, its input, what is expected and why, and how to dispute it."
  )

  @Argument(help: "The id of a case, a rule or a section of rules, or the name of a run.")
  var id: String

  @OptionGroup var suiteOptions: SuiteOptions

  func run() throws {
    let suite = try suiteOptions.load()
    let rules = suite.rules(named: id)
    if !rules.isEmpty {
      for clause in rules {
        let cases = suite.cases.filter { $0.clauses.asserts.contains { $0.isSame(as: clause.id) } }
        let names = cases.isEmpty ? "none" : cases.map(\.id).joined(separator: ", ")
        try Console.write("\(text(of: clause))Cases: \(names)\n\n")
      }
      return
    }
    guard let conformanceCase = suite.conformanceCase(id.parts(separatedBy: "@")[0]),
      id.isSame(as: conformanceCase.id)
        || conformanceCase.permutations.contains(where: {
          conformanceCase.name(of: $0).isSame(as: id)
        })
    else { throw ExitCode.suite(Refusal("there is no case, run or rule \(id)")) }
    do {
      try Console.write(try text(of: conformanceCase, in: suite))
    } catch {
      throw ExitCode.suite(error)
    }
  }

  private func text(of clause: Suite.Clause) -> String {
    let marks = clause.marks.map { " [\($0)]" }.joined()
    return "\(clause.id) \(clause.level.uppercased())\(marks). \(clause.text)\n"
  }

  private func text(of conformanceCase: ConformanceCase, in suite: Suite) throws -> String {
    var text = "\(conformanceCase.id)  \(conformanceCase.level.rawValue)\n"
    text += "\(conformanceCase.title)\n\nIt asserts:\n"
    for rule in conformanceCase.clauses.asserts {
      text += "  " + (suite.clauses[rule].map(self.text) ?? "\(rule)\n")
    }
    let touched = conformanceCase.clauses.touches
    if !touched.isEmpty { text += "It touches \(touched.joined(separator: ", ")).\n" }
    text += "It requires \(conformanceCase.requires.list); "
    text += "\(Text.count(conformanceCase.permutations.count, "permutation")):\n"
    for permutation in conformanceCase.permutations { text += "  \(permutation)\n" }
    let names = try FileSystem.names(in: conformanceCase.folder).filter {
      !$0.isSame(as: "case.json")
    }
    for name in ["case.json"] + names {
      let bytes = try FileSystem.read("\(conformanceCase.folder)/\(name)")
      text += "\n--- \(name), \(Text.count(bytes.count, "byte"))\n"
      text += excerpt(bytes)
    }
    let provenance = conformanceCase.provenance
    text += "\nWhat is expected was \(origin(provenance.origin))"
    text += provenance.oracle == .agrees ? ", and the oracle computes the same.\n" : ".\n"
    if let note = provenance.note { text += "\(note)\n" }
    return text + """

      To dispute it: write which rule says otherwise and what the table should be, with the id and \
      the suite's version \(suite.version), as an issue of the project. A golden that is corrected \
      gets a line in CHANGELOG.md and a new version of the suite; your result names the version.

      """
  }

  private func origin(_ origin: ConformanceCase.Provenance.Origin) -> String {
    switch origin {
    case .hand: "reasoned from the rules by hand"
    case .computed: "computed by a script that shares no code with any implementation"
    case .external: "found in agreement by two engines and the oracle"
    }
  }

  /// The first 4,096 bytes as text, or in hexadecimal if they are none.
  private func excerpt(_ bytes: [UInt8]) -> String {
    let start = Array(bytes.prefix(4096))
    let rest = bytes.count > start.count ? "… and \(bytes.count - start.count) more bytes\n" : ""
    if let text = String(validating: start, as: UTF8.self) {
      return text + (text.utf8.last == UInt8(ascii: "\n") ? "" : "\n") + rest
    }
    return Hexadecimal.text(start.prefix(256)) + "\n" + rest
  }
}
