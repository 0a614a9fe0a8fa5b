internal import BarLakeBytes

/// How a pipeline works through its files.
///
/// Published as the values of `pipeline.mode` and of `get_recommended_mode()`.
public enum ProcessingMode: String, CaseIterable, Codable, Sendable {
  /// With as little memory as possible: `StreamingIngestor`.
  case streaming
  /// One date after the other with all processors: `PolarsIngestor`.
  case batch
  /// As `batch`; a date takes all processors, so no second one is ingested beside it.
  case parallel

  /// The least memory of a machine for which `batch` is recommended, in bytes. The published page
  /// has "<32GB RAM". A machine that is sold with 32 GB reports a little less than 32 GiB, because
  /// the kernel keeps some, so the GB are decimal here.
  package static let batchByteCount = 32_000_000_000

  /// The mode for a machine with so much memory; ``streaming`` if that is not known.
  package static func recommended(machineByteCount: Int?) -> ProcessingMode {
    (machineByteCount ?? 0) < batchByteCount ? .streaming : .batch
  }
}
