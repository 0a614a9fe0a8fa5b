import ArgumentParser
import BarLakeBytes
import BarLakeCommandSupport
import BarLakeConformanceReporting
import BarLakeConformanceRunning

/// `barlake-conform report`: results of one or several implementations for people and for CI.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page, a summary or JUnit's XML of results, also of several implementations.",
    discussion: """
      All results must be by the suite that is found here: by its digest, not its version. Each \
      implementation, its adapter and engine of one version, is there once. Results without a \
      footer are shown as incomplete. Exit status: 0 the report is written, whatever it says; \
      2 the results are not of the form of Conformance/schemas/results.json, contradict the suite \
      or themselves, or do not go together.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case html, markdown, junit
  }

  @Argument(help: ArgumentHelp("results.ndjson of each implementation.", valueName: "results"))
  var results: [String]

  @Option(help: ArgumentHelp("html, markdown or junit.", valueName: "format"))
  var format: Format = .html

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the report goes; standard output by default.", valueName: "file"))
  var output: String?

  @Flag(help: "Only check the form of each of the results, and report every one that is wrong.")
  var check = false

  @OptionGroup var suiteOptions: SuiteOptions

  func run() throws {
    if check { return try checkForms() }
    do {
      let merged = try MergedResults(
        results.map { try ReceivedResults(path: $0) }, suite: try suiteOptions.load())
      let text =
        switch format {
        case .html: ConformancePage(merged).text
        case .markdown: MarkdownSummary.text(of: merged)
        case .junit: JUnitReport.text(of: merged)
        }
      guard let output else { return try Console.write(text) }
      try FileSystem.write(Array(text.utf8), to: output)
    } catch {
      throw ExitCode.suite(error)
    }
  }

  private func checkForms() throws {
    var wrong = 0
    for path in results {
      do {
        _ = try ReceivedResults(path: path)
      } catch {
        Console.tell("\(error)\n")
        wrong += 1
      }
    }
    try Console.write("\(Text.count(results.count, "file")), \(wrong) wrong\n")
    if wrong > 0 { throw ExitCode.suite }
  }
}
