import BarLake
import BarLakeAdapter
import BarLakeAdapterProtocol
import BarLakeCSV
import BarLakeConformanceKit
import BarLakeTestSupport
import Logging
import Testing

/// The plain one of the two equal ways through the scanner and the number parsers, which no adapter
/// takes: all cases, in this process.
@Suite(.enabled(if: ConformanceTests.isReference))
struct ScannerPathTests {
  @Test(arguments: ConformanceTests.cases)
  func `the plain scanner conforms`(_ conformanceCase: ConformanceCase) throws {
    for permutation in conformanceCase.permutations {
      let folder = try TemporaryFolder()
      let judgement = try CaseRunner.run(
        conformanceCase, permutation, on: PlainScanner(), in: RunFolder(path: folder.path))
      for difference in judgement.differences + judgement.referenceDifferences {
        Issue.record("\(conformanceCase.name(of: permutation)): \(difference)")
      }
      #expect(judgement.verdict == .pass, "\(judgement.problem ?? "")")
    }
  }
}

/// The core of this package by its plain scanner, without a process of its own.
private final class PlainScanner: AdapterConnection {
  private let server = AdapterServer(supports: Set(AdapterFeature.allCases)) {
    construction throws(IngestError) in
    let context = try IngestContext(
      dataType: construction.dataType, outputRoot: construction.outputRoot,
      config: construction.config, logger: Logger(label: "") { _ in SwiftLogNoOpLogHandler() },
      scanPath: .plain)
    return construction.kind == .streaming
      ? StreamingIngestor(context: context) : PolarsIngestor(context: context)
  }

  func outcome(of operation: Request.Operation) throws(Breakdown) -> Reply.Outcome {
    server.reply(to: Request(id: "", operation: operation)).outcome
  }
}
