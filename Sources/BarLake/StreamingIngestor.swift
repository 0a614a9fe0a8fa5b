public import Bytes
internal import CSV
internal import Columnar
internal import ParquetWriting

/// Reads a flat file chunk after chunk, writes row group after row group, and asks the memory
/// monitor after each chunk. What it holds at any time is one block of the file and one row group,
/// so its memory does not grow with the file.
///
/// Published as `StreamingIngestor(data_type, output_root, config, chunk_size=100000)`.
public final class StreamingIngestor: BaseIngestor {
  public let context: IngestContext

  /// Makes the output root if it is missing.
  ///
  /// - Parameters:
  ///   - chunkSize: rows a chunk, at least 1; nil takes the configuration's, or 100,000.
  /// - Throws: `unknown_data_type`, `invalid_argument`, `io_error`.
  public init(
    dataType: String, outputRoot: String, config: [String: ConfigValue] = [:],
    chunkSize: Int? = nil, memoryMonitor: MemoryMonitor? = nil
  ) throws(IngestError) {
    context = try IngestContext(
      dataType: dataType, outputRoot: outputRoot, config: config, chunkSize: chunkSize,
      memoryMonitor: memoryMonitor)
  }

  package init(context: IngestContext) {
    self.context = context
  }

  public func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]? = nil
  ) throws(IngestError) -> IngestResult {
    try ingest(
      date, data: data, symbols: symbols, scan: .everyRow,
      strategy: ChunkedStrategy(path: context.scanPath))
  }
}

/// One thread, one block, one row group at a time.
struct ChunkedStrategy: IngestStrategy {
  let path: ScanPath
  let hasChunks = true

  func transform(
    _ source: ByteSource, plan: IngestPlan, into file: consuming StagedFile
  ) throws(IngestError) -> TransformOutcome {
    var output = try IngestOutput(plan: plan, file: file)
    var input = try IngestInput(source, plan: plan)
    let (header, binding) = try input.readHeader()
    let parser = BlockParser(plan: plan, binding: binding, path: path)
    let encoder = RowGroupEncoder(IngestOutput.options(of: plan))
    var chunks = ChunkCounter(chunkSize: plan.options.chunkSize)
    var counts = RecordCounts()
    var block: Block? = header.block
    var start = header.recordsStart
    var linesBefore = header.linesBefore
    while let current = block {
      parser.scan(current, from: start)
      var row = 0
      while row < parser.recordCount {
        let room = RowGroupAssembler.rowCount - parser.pendingRowCount
        let count = min(parser.recordCount - row, chunks.remainingRowCount, room)
        do {
          try parser.append(row..<(row + count), of: current)
        } catch {
          throw input.failed(
            .record(error, linesBefore: linesBefore, names: binding.names))
        }
        row += count
        if parser.pendingRowCount == RowGroupAssembler.rowCount {
          counts += try write(parser, encoder, to: &output)
        }
        if chunks.add(count) { try plan.monitor.check() }
      }
      do {
        try parser.checkStructure(of: current)
      } catch {
        throw input.failed(.record(error, linesBefore: linesBefore, names: binding.names))
      }
      linesBefore += parser.lineCount
      start = 0
      plan.report(sourceByteCount: input.sourceByteCount, rowCount: counts.read)
      block = try input.next(reusing: current.buffer)
    }
    counts += try write(parser, encoder, to: &output)
    return try output.finish(
      counts: counts, chunks: chunks.count, input: input,
      ignoredColumns: binding.ignoredNames)
  }

  /// Writes the rows read since the last row group as one, if there are any.
  private func write(
    _ parser: BlockParser, _ encoder: RowGroupEncoder, to output: inout IngestOutput
  ) throws(IngestError) -> RecordCounts {
    let (batch, counts) = parser.finish()
    if batch.rowCount > 0 {
      try output.write(IngestOutput.encode([BatchSlice(batch)], with: encoder))
    }
    return counts
  }
}

/// Counts chunks of input rows: the last may be shorter.
struct ChunkCounter {
  let chunkSize: Int
  /// Chunks begun.
  private(set) var count = 0
  /// Rows that the chunk underway, or else the next, still takes.
  private(set) var remainingRowCount: Int

  init(chunkSize: Int) {
    self.chunkSize = chunkSize
    remainingRowCount = chunkSize
  }

  /// Adds rows, at most ``remainingRowCount``; returns whether they complete a chunk.
  mutating func add(_ rowCount: Int) -> Bool {
    if remainingRowCount == chunkSize { count += 1 }
    remainingRowCount -= rowCount
    if remainingRowCount > 0 { return false }
    remainingRowCount = chunkSize
    return true
  }
}
