import ArgumentParser
import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceKit
import BarLakeConformanceRunning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `barlake-conform golden`: the tables that cases expect.
struct GoldenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "golden",
    abstract: "Propose, accept and check the tables that cases expect.",
    discussion:
      "Tables come from the oracle, a script that shares no code with any implementation.",
    subcommands: [GoldenProposeCommand.self, GoldenAcceptCommand.self, GoldenCheckCommand.self])

  /// Runs the oracle of the suite and ends with its status if it is not 0.
  static func oracle(_ suite: String, _ arguments: [String]) throws {
    let status = try ChildProgram.run(["python3", "\(suite)/oracle/oracle.py"] + arguments)
    if status != 0 { throw ExitCode(status) }
  }
}

/// `barlake-conform golden propose`.
struct GoldenProposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Write the tables that the oracle computes beside those of a case, never over them.")

  @Argument(help: "The case's id.")
  var id: String

  @OptionGroup var suiteOptions: SuiteOptions

  func run() throws {
    try GoldenCommand.oracle(try suiteOptions.folder(), ["propose", id])
  }
}

/// `barlake-conform golden check`.
struct GoldenCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compute all tables again and compare them with the cases.")

  @Argument(help: "Ids of cases or areas; all without one.")
  var ids: [String] = []

  @OptionGroup var suiteOptions: SuiteOptions

  func run() throws {
    try GoldenCommand.oracle(try suiteOptions.folder(), ["check"] + ids)
  }
}

/// `barlake-conform golden accept`.
struct GoldenAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Replace a case's tables by the proposed ones and note it in golden-ledger.ndjson.",
    discussion: "Refuses to run where CI is set: a table is accepted by a person who looked at it.")

  @Argument(help: "The case's id.")
  var id: String

  @Option(help: ArgumentHelp("Why the table changes.", valueName: "text"))
  var reason: String

  @OptionGroup var suiteOptions: SuiteOptions

  /// A line of the ledger.
  private struct Entry: Encodable {
    var conformanceCase: String
    var table: String
    var before: String
    var after: String
    var date: String
    var reason: String

    private enum CodingKeys: String, CodingKey {
      case table, before, after, date, reason
      case conformanceCase = "case"
    }
  }

  func validate() throws {
    if reason.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
      throw ValidationError("A table changes for a reason.")
    }
  }

  func run() throws {
    if ProcessInfo.processInfo.environment["CI"] != nil {
      throw ExitCode.suite(
        Refusal("a golden is not accepted in CI: look at it, then accept it")
      )
    }
    do {
      let suite = try suiteOptions.folder()
      let parts = id.parts(separatedBy: ".")
      let folder = "\(suite)/cases/\(parts.joined(separator: "/"))"
      guard parts.count == 2, try FileSystem.status("\(folder)/case.json") != nil else {
        throw Refusal("there is no case \(id)")
      }
      let proposed = try FileSystem.names(in: folder).filter {
        $0.ends(with: ConformanceSuite.proposedSuffix)
      }
      if proposed.isEmpty {
        throw Refusal("nothing is proposed for \(id)")
      }
      for name in proposed { try accept(name, in: folder, suite: suite) }
    } catch {
      throw ExitCode.suite(error)
    }
  }

  private func accept(_ name: String, in folder: String, suite: String) throws {
    let table = (name.dropping(suffix: ConformanceSuite.proposedSuffix) ?? name) + ".ndjson"
    let new = try FileSystem.read("\(folder)/\(name)")
    let isThere = try FileSystem.status("\(folder)/\(table)") != nil
    let old = isThere ? try FileSystem.read("\(folder)/\(table)") : []
    try Console.write(LineDifference.text(from: old, to: new, name: table))
    let entry = Entry(
      conformanceCase: id, table: table, before: SHA256Digest.of(old.span).hexadecimal,
      after: SHA256Digest.of(new.span).hexadecimal,
      date: String(Date().formatted(.iso8601).prefix(10)), reason: reason)
    let path = "\(suite)/golden-ledger.ndjson"
    let ledger = try FileSystem.status(path) != nil ? try FileSystem.read(path) : []
    try FileSystem.write(new, to: "\(folder)/\(table)")
    try FileSystem.write(ledger + (try AdapterProtocol.line(entry)), to: path)
    _ = try FileSystem.removeFile("\(folder)/\(name)")
  }
}
