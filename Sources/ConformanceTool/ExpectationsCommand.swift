import ArgumentParser
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceRunning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `barlake-conform expectations`: failures that are known.
struct ExpectationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expectations", abstract: "Keep the failures that are known.",
    subcommands: [ExpectationsUpdateCommand.self])
}

/// `barlake-conform expectations update`.
struct ExpectationsUpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Bring a file of expectations up to date with results.",
    discussion: """
      Entries of runs that pass are removed, new failures are added with the reason and kind given \
      here. Reasons that are there are never changed, nor entries of runs that the results do not \
      have.
      """)

  @Argument(help: "results.ndjson of a complete run.")
  var results: String

  @Argument(help: "The file of expectations; it need not exist.")
  var expectations: String

  @Option(help: ArgumentHelp("Why the new ones fail.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("bug, wontfix or platform.", valueName: "kind"))
  var kind: Expectations.Entry.Kind = .bug

  func validate() throws {
    if reason.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
      throw ValidationError("A failure is expected for a reason.")
    }
  }

  func run() throws {
    do {
      let file = try ResultFile(path: results)
      guard file.footer.isComplete else {
        throw Refusal("\(results) is incomplete")
      }
      let isThere = try FileSystem.status(expectations) != nil
      // Entries that expired are still entries here.
      let known =
        isThere ? try Expectations(path: expectations, today: "0000-00-00") : Expectations()
      let updated = known.updated(by: file.results, kind: kind, reason: reason)
      try FileSystem.write(try Expectations.file(updated), to: expectations)
      try Console.write(
        "\(Text.count(updated.count, "entry", plural: "entries")), "
          + "\(known.entries.count) before\n")
    } catch {
      throw ExitCode.suite(error)
    }
  }
}

extension Expectations.Entry.Kind: ExpressibleByArgument {}
