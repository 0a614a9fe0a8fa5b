internal import BarLakeAdapterProtocol
internal import BarLakeBytes

/// The folder in which one run of a case puts its files.
package struct RunFolder: Sendable {
  /// The folder's path for this process.
  package var path: String
  /// The path of the same folder for the adapter, which may have another working directory.
  package var name: String

  package init(path: String, name: String? = nil) {
    self.path = path
    self.name = name ?? path
  }
}

/// Runs cases against an implementation.
package enum CaseRunner {
  /// Runs one permutation of a case on an empty lake and judges it. Inputs and the lake are below
  /// `folder`, which is created if it is missing. Every run needs its own folder, and the caller
  /// removes it. The adapter is asked to give up a request after `deadline` milliseconds.
  ///
  /// Throws if the suite itself is at fault.
  package static func run(
    _ conformanceCase: ConformanceCase, _ permutation: Permutation,
    on connection: some AdapterConnection, in folder: RunFolder, deadline: Int = 10_000
  ) throws(SuiteError) -> Judgement {
    var run = CaseRun(
      conformanceCase: conformanceCase, permutation: permutation, connection: connection,
      folder: folder, deadline: deadline)
    try run.copyInputs()
    let last = conformanceCase.steps.count - 1
    let looksBack = conformanceCase.expectations.contains { $0.unchangedSince != nil }
    /// The files after each step.
    var snapshots: [[ExactText: [UInt8]]] = []
    var judgement = Judgement(.pass)
    for (index, step) in conformanceCase.steps.enumerated() {
      let outcome: Outcome
      switch try run.play(step) {
      case .success(let played): outcome = played
      case .failure(let obstacle): return Judgement(obstacle)
      }
      let place = "step \(index + 1)"
      var expectations = step.expect.map { [$0] } ?? []
      if index == last {
        expectations.append(conformanceCase.expect)
      } else if expectations.isEmpty {
        expectations.append(Expectation(status: .success))
      }
      for expectation in expectations {
        judgement.add(expectation.differences(from: outcome, at: place))
        judgement.add(
          try expectation.differences(
            fromFilesUnder: run.root, tablesIn: conformanceCase.folder))
        if let earlier = expectation.unchangedSince {
          judgement.add(try LakeTree.changes(since: snapshots[earlier - 1], under: run.root))
        }
      }
      if judgement.verdict != .pass { break }
      if looksBack { snapshots.append(try LakeTree.contents(under: run.root)) }
    }
    if let obstacle = run.closeIngestors() { return Judgement(obstacle) }
    return judgement
  }
}

/// Why a run cannot continue.
private enum Obstacle: Error {
  case breakdown(Breakdown)
  case unsupported(AdapterFeature)
}

extension Judgement {
  fileprivate init(_ obstacle: Obstacle) {
    switch obstacle {
    case .breakdown(let breakdown): self.init(breakdown)
    case .unsupported(let feature): self.init(.unsupported, problem: feature.rawValue)
    }
  }

  fileprivate mutating func add(_ found: [Difference]) {
    differences += found.filter { $0.level == .must }
    referenceDifferences += found.filter { $0.level == .reference }
    if !differences.isEmpty { verdict = .fail }
  }
}

/// One run of a case: its ingestors, inputs and lake.
private struct CaseRun<Connection: AdapterConnection> {
  var conformanceCase: ConformanceCase
  var permutation: Permutation
  var connection: Connection
  var folder: RunFolder
  var deadline: Int
  /// The names of the open ingestors.
  private var ingestors: [OpenKey: String] = [:]
  /// The name of the last ingestor that was used.
  private var lastIngestor: String?

  /// The key of an ingestor. Steps with equal keys share the ingestor.
  private struct OpenKey: Hashable {
    var entry: Entry
    var dataType: String
    var config: [String: JSONValue]
    var root: String?
  }

  init(
    conformanceCase: ConformanceCase, permutation: Permutation, connection: Connection,
    folder: RunFolder, deadline: Int
  ) {
    self.conformanceCase = conformanceCase
    self.permutation = permutation
    self.connection = connection
    self.folder = folder
    self.deadline = deadline
  }

  /// The folders of the permutation's inputs and of the lake, for this process.
  private var inputs: String { "\(folder.path)/i" }
  var root: String { "\(folder.path)/o" }

  /// Writes the inputs, changed by the permutation, to the folder of inputs. An input that is a
  /// folder becomes a folder, and a missing input stays missing.
  func copyInputs() throws(SuiteError) {
    let committed = try SuiteError.wrap { () throws(SystemError) in
      var files: [String: [UInt8]] = [:]
      try FileSystem.createDirectories(inputs)
      for name in Set(conformanceCase.steps.flatMap(\.inputs)) where !name.isURL {
        let source = "\(conformanceCase.folder)/\(name)"
        guard let status = try FileSystem.status(source) else { continue }
        if status.kind == .directory {
          try FileSystem.createDirectories("\(inputs)/\(name)")
        } else {
          files[name] = try FileSystem.read(source)
        }
      }
      return files
    }
    for (name, bytes) in committed {
      let input = permutation.transform(try InputParts.expanded(bytes, name: name), name: name)
      try SuiteError.wrap { () throws(SystemError) in
        try FileSystem.write(input, to: "\(inputs)/\(name)")
      }
    }
  }

  /// The text that names an input in a request: its path, or the input itself if it is a URL.
  private func path(ofInput name: String) -> String {
    name.isURL ? name : "\(folder.name)/i/\(name)"
  }

  /// Plays one step. An error that the implementation reports is an outcome.
  mutating func play(_ step: Step) throws(SuiteError) -> Result<Outcome, Obstacle> {
    do throws(Obstacle) {
      switch step.operation {
      case .ingest(let ingest): return .success(try play(ingest))
      case .ingestBatch(let batch): return .success(try play(batch))
      case .statistics:
        return .success(try asked(.statistics(ingestor: lastIngestor ?? "")))
      case .resetStatistics:
        return .success(try asked(.resetStatistics(ingestor: lastIngestor ?? "")))
      case .schema(let schema):
        return .success(
          try asked(
            .schema(
              Request.Schema(
                dataType: schema.dataType, profile: schema.profile, full: schema.full))))
      case .put, .remove, .truncate: break
      }
    } catch {
      return .failure(error)
    }
    try SuiteError.wrap { () throws(SystemError) in try change(step.operation) }
    return .success(Outcome(status: "success"))
  }

  private mutating func play(_ ingest: Step.Ingest) throws(Obstacle) -> Outcome {
    if let refused = try open(ingest.ingestor) { return refused }
    let entry = ingest.ingestor.entry ?? permutation.entry
    return try asked(
      .ingest(
        Request.Ingest(
          ingestor: lastIngestor ?? "", entry: entry == .lazy ? .ingestLazy : .ingestDate,
          date: ingest.date, input: path(ofInput: ingest.input), symbols: ingest.symbols,
          deadline: deadline)))
  }

  private mutating func play(_ batch: Step.IngestBatch) throws(Obstacle) -> Outcome {
    if let refused = try open(batch.ingestor) { return refused }
    return try asked(
      .ingestBatch(
        Request.IngestBatch(
          ingestor: lastIngestor ?? "", dates: batch.dates,
          data: batch.data.mapValues(path(ofInput:)), symbols: batch.symbols,
          deadline: deadline)))
  }

  /// Sends a request and returns its outcome.
  private func asked(_ operation: Request.Operation) throws(Obstacle) -> Outcome {
    let outcome: Reply.Outcome
    do {
      outcome = try connection.outcome(of: operation)
    } catch {
      throw .breakdown(error)
    }
    if let fault = outcome.fault(as: operation) { throw .breakdown(Breakdown(.protocol, fault)) }
    switch outcome {
    case .unsupported(let feature): throw .unsupported(feature)
    case .error(let error): return Outcome(status: "error", error: error)
    case .success(let content):
      var status = "success"
      if case .string(let text)? = content.result?["status"] { status = text }
      return Outcome(
        status: status, result: content.result, batch: content.results,
        statistics: content.statistics, columns: content.columns)
    }
  }

  /// Changes files of the lake as the step requires.
  private func change(_ operation: Step.Operation) throws(SystemError) {
    switch operation {
    case .put(let path, let text):
      let target = "\(root)/\(path)"
      try FileSystem.createDirectories(FileSystem.parent(of: target))
      try FileSystem.write(Array(text.utf8), to: target)
    case .remove(let path):
      if try !FileSystem.removeFile("\(root)/\(path)") {
        throw SystemError(
          operation: "unlink", path: "\(root)/\(path)", number: SystemError.notFound)
      }
    case .truncate(let path, let byteCount):
      let bytes = try FileSystem.read("\(root)/\(path)")
      try FileSystem.write(Array(bytes.prefix(byteCount)), to: "\(root)/\(path)")
    case .ingest, .ingestBatch, .statistics, .resetStatistics, .schema: break
    }
  }

  /// Opens the ingestor of a step, unless an earlier step did, and makes it the last one used.
  /// Returns an outcome if the constructor reports an error; otherwise nil.
  private mutating func open(_ wanted: Step.IngestorKey) throws(Obstacle) -> Outcome? {
    let entry = wanted.entry ?? permutation.entry
    var config = wanted.config
    if entry == .streaming {
      set("chunk_size", permutation.chunkSize, in: &config)
    } else {
      set("threads", permutation.threads, in: &config)
    }
    let key = OpenKey(
      entry: entry, dataType: wanted.dataType, config: config, root: wanted.root)
    if let name = ingestors[key] {
      lastIngestor = name
      return nil
    }
    let name = "i\(ingestors.count + 1)"
    let opened = try asked(
      .open(
        Request.Open(
          ingestor: name, kind: entry == .streaming ? .streaming : .polars,
          dataType: wanted.dataType, out: wanted.root ?? "\(folder.name)/o", config: config)))
    if opened.error != nil { return opened }
    ingestors[key] = name
    lastIngestor = name
    return nil
  }

  /// Closes the ingestors. Returns why the adapter could not.
  func closeIngestors() -> Obstacle? {
    for name in ingestors.values.sorted() {
      do throws(Obstacle) {
        let closed = try asked(.close(ingestor: name))
        if let error = closed.error {
          return .breakdown(Breakdown(.protocol, "close is answered with \(error)"))
        }
      } catch {
        return error
      }
    }
    return nil
  }

  /// Sets an option to the permutation's value, unless the configuration of the case contains it.
  private func set(_ option: String, _ value: Int?, in config: inout [String: JSONValue]) {
    guard let value, !JSONValue.object(config).mentions(option) else { return }
    config[option] = .integer(value)
  }
}

extension JSONValue {
  /// Whether a key at any depth is `option` or ends in `.option`.
  fileprivate func mentions(_ option: String) -> Bool {
    guard case .object(let members) = self else { return false }
    return members.contains { key, value in
      key.isSame(as: option) || key.ends(with: ".\(option)") || value.mentions(option)
    }
  }
}
