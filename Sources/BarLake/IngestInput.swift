internal import Bytes
internal import CSV

/// The input of one ingest, read block after block, with the errors that it can end in.
struct IngestInput: ~Copyable {
  private var reader: BlockReader
  private let plan: IngestPlan
  /// What the fields of a record have to be; known once the header is read.
  private var expectations: FieldExpectations?

  init(_ source: ByteSource, plan: IngestPlan) throws(IngestError) {
    do throws(InputFailure) {
      reader = try BlockReader.open(source, cancellation: plan.cancellation)
    } catch {
      throw error.error(date: plan.date, root: plan.root)
    }
    self.plan = plan
  }

  var sourceByteCount: Int { reader.sourceByteCount }
  var sourceSHA256: String { reader.sourceSHA256 }

  /// Reads up to the header and finds the columns in it.
  mutating func readHeader() throws(IngestError) -> (header: InputHeader, binding: HeaderBinding) {
    do throws(InputFailure) {
      let header = try InputHeader.find(in: &reader)
      let binding = try header.binding(for: plan)
      expectations = FieldExpectations(plan, binding)
      return (header, binding)
    } catch {
      throw failed(error)
    }
  }

  /// The next block, in the memory of `buffer`; nil at the end.
  mutating func next(reusing buffer: consuming ByteBuffer) throws(IngestError) -> Block? {
    do throws(InputFailure) {
      return try reader.nextBlock(reusing: buffer)
    } catch {
      throw error.error(date: plan.date, root: plan.root)
    }
  }

  /// What came of the input, of which all has been read.
  func outcome(
    _ counts: RecordCounts, bars: BarFindings, chunks: Int?, binding: HeaderBinding,
    partitions: [StagedPartition]
  ) -> TransformOutcome {
    TransformOutcome(
      counts: counts, bars: bars, hasEndedLine: reader.hasEndedLine, chunks: chunks,
      ignoredColumns: binding.ignoredNames, missingExtraColumns: binding.missingExtraNames,
      sourceByteCount: sourceByteCount, sourceSHA256: sourceSHA256, partitions: partitions)
  }

  /// The error to report for `failure`.
  mutating func failed(_ failure: InputFailure) -> IngestError {
    reader.failure(after: failure)
      .error(date: plan.date, root: plan.root, expectations: expectations)
  }
}

extension BlockReader {
  /// Opens `source`.
  static func open(
    _ source: ByteSource, cancellation: Cancellation?
  ) throws(InputFailure) -> BlockReader {
    do {
      return try BlockReader(source, cancellation: cancellation)
    } catch {
      throw .input(error)
    }
  }

  /// The next block, in the memory of `buffer`; nil at the end.
  mutating func nextBlock(reusing buffer: consuming ByteBuffer) throws(InputFailure) -> Block? {
    do {
      return try next(reusing: buffer)
    } catch {
      throw .input(error)
    }
  }

  /// What to report for `failure`: a damaged gzip container comes before everything that is wrong
  /// inside it, and its checksums stand at its end, so the rest of one is read first.
  mutating func failure(after failure: InputFailure) -> InputFailure {
    if case .input = failure { return failure }
    guard isGzip else { return failure }
    do {
      try drain()
      return failure
    } catch {
      return .input(error)
    }
  }
}
