/// What an adapter may support, and what a case may require.
///
/// Source: `docs/adapter-protocol.md`, "What an adapter supports".
public enum AdapterFeature: String, Codable, CaseIterable, Hashable, Sendable {
  case stocksDaily = "stocks_daily"
  case stocksMinute = "stocks_minute"
  case optionsDaily = "options_daily"
  case optionsMinute = "options_minute"
  /// Inputs that are gzip.
  case gzip
  /// `symbols` in `ingest`.
  case filter
  /// The profile `portable`, which is the default.
  case portable
  case classic
  /// `"partitioning": "symbol"`, which is the default of minute types.
  case symbolPartitions = "symbol-partitions"
  /// The entry `ingest_lazy`.
  case lazy
  /// The kind `streaming`.
  case streaming
  case batch
  case statistics
  case schema
  /// All members of a result, and `strict_bars`.
  case counts
  case extraColumns = "extra-columns"
  /// Manifests, settings and metadata.
  case manifest
  /// `max_memory_gb`, and a process that keeps to it.
  case memoryLimit = "memory-limit"
  /// Memory that does not grow with the file.
  case boundedMemory = "bounded-memory"
}

extension AdapterFeature: Comparable {
  /// In the order of the documentation.
  public static func < (one: AdapterFeature, other: AdapterFeature) -> Bool {
    one.position < other.position
  }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Sequence<AdapterFeature> {
  /// The names as people read them: `gzip, filter`.
  package var list: String { map(\.rawValue).joined(separator: ", ") }
}
