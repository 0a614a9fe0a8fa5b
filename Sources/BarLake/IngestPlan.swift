package import Bytes
package import Columnar

/// Which records of a flat file are checked in full.
package enum ScanMode: Sendable {
  case everyRow
  /// Those that the filter keeps; of the others the structure and the ticker. `ingestLazy`.
  case matchingRows
}

/// All that a strategy has to know to turn one date's input into a file.
package struct IngestPlan: Sendable {
  package var dataType: MarketDataType
  package var profile: Profile
  package var date: CalendarDate
  package var options: IngestOptions
  package var filter: SymbolFilter?
  /// The columns of the file.
  package var schema: Schema
  package var scan: ScanMode
  package var memory: MemoryWatch
  package var cancellation: Cancellation?
  package var progress: (@Sendable (IngestProgress) -> Void)?
  /// The source's length in bytes, where it is known.
  package var knownByteCount: Int?
  /// The file's key-value metadata, in order.
  package var metadata: [(key: String, value: String)]
  /// The lake's directory, to which the paths in errors are relative.
  package var root: String

  func report(sourceByteCount: Int, rowCount: Int) {
    progress?(
      IngestProgress(
        sourceByteCount: sourceByteCount, knownByteCount: knownByteCount, rowCount: rowCount))
  }
}

/// Turns a source into a file: what one ingestor does differently from another.
package protocol IngestStrategy: Sendable {
  /// Whether the strategy works in chunks of records, which it counts.
  var hasChunks: Bool { get }

  /// Reads `source`, writes `file`, and closes it when it is on the disk.
  ///
  /// - Throws: any error of the input, `memory_limit_exceeded`, `io_error`; the file is unfinished
  ///   then.
  func transform(
    _ source: ByteSource, plan: IngestPlan, into file: consuming StagedFile
  ) throws(IngestError) -> TransformOutcome
}

/// What came of an input.
package struct TransformOutcome: Sendable {
  /// Records read, those included that the filter dropped.
  package var rowsRead: Int
  package var rowsWritten: Int
  /// Chunks of records, for a strategy that has them.
  package var chunks: Int?
  package var ignoredColumns: [String]
  package var dateMismatchRows: Int
  package var unparsedContracts: Int
  package var roundedVolumes: Int
  /// The source's length in bytes as it was handed in, and its SHA-256 in hexadecimal.
  package var sourceByteCount: Int
  package var sourceSHA256: String
  package var fileByteCount: Int
  package var memoryReductionPercent: Double
}
