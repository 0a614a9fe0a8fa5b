import ArgumentParser
import BarLake
import BarLakeAdapter
import BarLakeAdapterProtocol

/// `barlake adapter`: the reference, for `barlake-conform` to judge.
struct AdapterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter",
    abstract: "Serve the ingestors to the conformance suite.",
    discussion: """
      Speaks the adapter protocol on standard input and standard output; barlake-conform starts \
      it. See docs/adapter-protocol.md.
      """)

  func run() throws {
    try Adapter.serve(
      name: "barlake adapter", version: BarLakeVersion.version,
      engine: ("BarLake", BarLakeVersion.version), supports: Set(AdapterFeature.allCases)
    ) { construction throws(IngestError) in
      let context = try IngestContext(
        dataType: construction.dataType, outputRoot: construction.outputRoot,
        config: construction.config)
      return construction.kind == .streaming
        ? StreamingIngestor(context: context) : PolarsIngestor(context: context)
    }
  }
}
