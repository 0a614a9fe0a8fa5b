internal import BarLakeBytes

/// Runs cases against an implementation.
package enum CaseRunner {
  /// Runs one permutation of a case on an empty lake and returns what was not as expected; nothing
  /// means that the case passed. `workDirectory` is made if it is missing and used for inputs and
  /// the lake; it must not have been used for another run, and the caller removes it.
  ///
  /// Files are judged by the rules of all implementations, with `level` `.reference` also by those
  /// of the reference implementation. Throws if the suite itself is at fault.
  package static func run<Subject: Implementation>(
    _ conformanceCase: ConformanceCase, _ permutation: Permutation, on implementation: Subject,
    workDirectory: String, checking level: PhysicalCheck.Level = .must
  ) throws(SuiteError) -> [Difference] {
    var run = CaseRun(
      conformanceCase: conformanceCase, permutation: permutation, implementation: implementation,
      inputs: "\(workDirectory)/inputs", root: "\(workDirectory)/lake")
    try run.copyInputs()
    let last = conformanceCase.steps.count - 1
    let looksBack = conformanceCase.expectations.contains { $0.unchangedSince != nil }
    /// The files after each step.
    var snapshots: [[ExactText: [UInt8]]] = []
    for (index, step) in conformanceCase.steps.enumerated() {
      let outcome = try run.play(step)
      let place = "step \(index + 1)"
      var expectations = step.expect.map { [$0] } ?? []
      if index == last {
        expectations.append(conformanceCase.expect)
      } else if expectations.isEmpty {
        expectations.append(Expectation(status: .success))
      }
      var differences: [Difference] = []
      for expectation in expectations {
        differences += expectation.differences(from: outcome, at: place)
        differences += try expectation.differences(
          fromFilesUnder: run.root, tablesIn: conformanceCase.folder, checking: level)
        if let earlier = expectation.unchangedSince {
          differences += try LakeTree.changes(since: snapshots[earlier - 1], under: run.root)
        }
      }
      if !differences.isEmpty { return differences }
      if looksBack { snapshots.append(try LakeTree.contents(under: run.root)) }
    }
    return []
  }
}

/// One run of a case: its ingestors, inputs and lake.
private struct CaseRun<Subject: Implementation> {
  var conformanceCase: ConformanceCase
  var permutation: Permutation
  var implementation: Subject
  /// The folder of the inputs as the permutation has them.
  var inputs: String
  var root: String
  private var ingestors: [OpenKey: Subject.Ingestor] = [:]
  /// Of the ingestor that was used last.
  private var lastKey: OpenKey?

  /// Steps that agree in this share an ingestor.
  private struct OpenKey: Hashable {
    var entry: Entry
    var dataType: String
    var config: [String: JSONValue]
    var root: String?
  }

  init(
    conformanceCase: ConformanceCase, permutation: Permutation, implementation: Subject,
    inputs: String, root: String
  ) {
    self.conformanceCase = conformanceCase
    self.permutation = permutation
    self.implementation = implementation
    self.inputs = inputs
    self.root = root
  }

  /// Puts the inputs, changed as the permutation says, where the implementation will find them. An
  /// input that is a folder becomes a folder, one that is missing stays missing.
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

  /// How an input is handed in: by its path, or as it is if it is a URL.
  private func path(ofInput name: String) -> String { name.isURL ? name : "\(inputs)/\(name)" }

  /// Does one step. What the implementation reports as an error is an outcome.
  mutating func play(_ step: Step) throws(SuiteError) -> Outcome {
    do throws(ReportedError) {
      switch step.operation {
      case .ingest(let ingest):
        let request = IngestRequest(
          entry: ingest.ingestor.entry ?? permutation.entry, date: ingest.date,
          input: path(ofInput: ingest.input), symbols: ingest.symbols)
        let result = try implementation.ingest(request, with: try ingestor(ingest.ingestor))
        guard case .string(let status)? = result["status"] else {
          return Outcome(status: "a result without a status", result: result)
        }
        return Outcome(status: status, result: result)
      case .ingestBatch(let batch):
        let request = BatchRequest(
          dates: batch.dates, data: batch.data.mapValues(path(ofInput:)),
          symbols: batch.symbols)
        let results = try implementation.ingestBatch(request, with: try ingestor(batch.ingestor))
        return Outcome(status: "success", batch: results)
      case .statistics:
        return Outcome(
          status: "success", statistics: try implementation.statistics(of: lastIngestor()))
      case .resetStatistics:
        try implementation.resetStatistics(of: lastIngestor())
      case .put, .remove, .truncate: break
      }
    } catch {
      return Outcome(status: "error", error: error)
    }
    try SuiteError.wrap { () throws(SystemError) in try change(step.operation) }
    return Outcome(status: "success")
  }

  /// Changes the lake's files as a step says.
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
    case .ingest, .ingestBatch, .statistics, .resetStatistics: break
    }
  }

  /// The ingestor of a step, constructed if no earlier step did.
  private mutating func ingestor(
    _ wanted: Step.IngestorKey
  ) throws(ReportedError) -> Subject.Ingestor {
    let entry = wanted.entry ?? permutation.entry
    var config = wanted.config
    if entry == .streaming {
      set("chunk_size", permutation.chunkSize, in: &config)
    } else {
      set("threads", permutation.threads, in: &config)
    }
    let key = OpenKey(
      entry: entry, dataType: wanted.dataType, config: config, root: wanted.root)
    if ingestors[key] == nil {
      ingestors[key] = try implementation.open(
        OpenRequest(
          entry: entry, dataType: wanted.dataType, root: wanted.root ?? root, config: config))
    }
    lastKey = key
    return try lastIngestor()
  }

  private func lastIngestor() throws(ReportedError) -> Subject.Ingestor {
    guard let lastKey, let ingestor = ingestors[lastKey] else {
      throw ReportedError(code: "none", message: "no ingestor has been opened")
    }
    return ingestor
  }

  /// Sets an option to the permutation's value unless the case itself speaks of it.
  private func set(_ option: String, _ value: Int?, in config: inout [String: JSONValue]) {
    guard let value, !JSONValue.object(config).mentions(option) else { return }
    config[option] = .integer(value)
  }
}

extension JSONValue {
  /// Whether a key, at any depth, is `option` or ends in `.option`.
  fileprivate func mentions(_ option: String) -> Bool {
    guard case .object(let members) = self else { return false }
    return members.contains { key, value in
      key.isSame(as: option) || key.ends(with: ".\(option)") || value.mentions(option)
    }
  }
}
