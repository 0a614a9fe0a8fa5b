public import BarLake
public import BarLakeAdapterProtocol
public import BarLakeBytes

/// Turns an ingestor of Swift into an adapter that `barlake-conform` can judge.
///
/// A program whose `main` calls ``serve(name:version:supports:makeIngestor:)`` is one:
///
///     try Adapter.serve(name: "mine", version: "1.0", supports: [.stocksDaily, .portable]) {
///       request throws(IngestError) in
///       try MyIngestor(dataType: request.dataType, root: request.outputRoot)
///     }
///
/// Source: `docs/adapter-protocol.md`.
public enum Adapter {
  /// What an ingestor is constructed for.
  public struct Construction: Sendable {
    /// Which of the two published ingestors is asked for.
    public enum Kind: Sendable {
      case polars
      case streaming
    }

    public var kind: Kind
    /// As it was given: it may be none of the four.
    public var dataType: String
    /// The lake's root, as it was given.
    public var outputRoot: String
    public var config: [String: ConfigValue]
  }

  /// Answers requests on standard input until it ends or the suite says `bye`, on this thread.
  ///
  /// Replies go where standard output led when this was called. From then on standard output leads
  /// to standard error, so that what an ingestor prints is no reply.
  ///
  /// - Parameters:
  ///   - name: of the adapter.
  ///   - version: of the adapter.
  ///   - engine: the name and version of what ingests, if it is another program.
  ///   - supports: what the ingestors can do. ``AdapterFeature/lazy`` needs ingestors that conform
  ///     to ``LazyIngestor``.
  ///   - makeIngestor: the constructor; what it throws is the reply.
  /// - Throws: that a stream cannot be read or written.
  public static func serve(
    name: String, version: String, engine: (name: String, version: String)? = nil,
    supports: Set<AdapterFeature>,
    makeIngestor: @escaping (Construction) throws(IngestError) -> any BaseIngestor
  ) throws {
    StandardStream.prepare()
    let replies = try ReservedOutput()
    func write(_ message: some Encodable) throws {
      try replies.write(AdapterProtocol.line(message))
    }
    guard let greeting = readLine() else { return }
    let hello = try AdapterProtocol.message(Hello.self, from: greeting.utf8)
    guard hello.protocolVersions.contains(AdapterProtocol.version) else {
      throw UnknownProtocol(versions: hello.protocolVersions)
    }
    let adapter = Ready.Program(name: name, version: version)
    let program = engine.map { Ready.Program(name: $0.name, version: $0.version) }
    try write(Ready(adapter: adapter, engine: program ?? adapter, supports: supports))
    let server = AdapterServer(supports: supports, makeIngestor: makeIngestor)
    while let line = readLine() {
      let request = try AdapterProtocol.message(Request.self, from: line.utf8)
      try write(server.reply(to: request))
      if request.operation == .bye { return }
    }
  }
}

/// An ingestor with the entry `ingest_lazy`.
public protocol LazyIngestor: BaseIngestor {
  /// As ``PolarsIngestor/ingestLazy(_:data:symbols:)``.
  func ingestLazy(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult
}

extension PolarsIngestor: LazyIngestor {}

/// The suite speaks no version of the protocol that we do.
private struct UnknownProtocol: Error, CustomStringConvertible {
  var versions: [Int]

  var description: String {
    "the suite speaks the adapter protocol in versions \(versions), this adapter in "
      + "\(AdapterProtocol.version)"
  }
}
