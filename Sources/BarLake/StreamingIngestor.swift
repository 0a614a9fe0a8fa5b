public import Bytes

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
