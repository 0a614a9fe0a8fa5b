public import BarLakeBytes
internal import Logging

/// The common interface of all ingestors. A conformer supplies ``ingestDate(_:data:symbols:)``; the
/// rest is common.
///
/// An ingestor of your own can use an ingestor of this module for the writing: make it with
/// ``PolarsIngestor/init(context:streaming:)`` or ``StreamingIngestor/init(context:)`` and your own
/// context. Or it takes the rows from ``batches(_:data:symbols:)`` and counts with
/// ``IngestContext/recordSuccess(records:inputByteCount:)``.
///
/// Published as the abstract class `BaseIngestor(data_type, output_root, config, memory_monitor)`.
public protocol BaseIngestor: AnyObject, Sendable {
  /// The data type, the lake and the options. The context's initialiser is the published
  /// constructor.
  var context: IngestContext { get }

  /// Whether results have a number of chunks; false by default.
  var hasChunks: Bool { get }

  /// Ingests one date: reads `data` to its end and makes the date done, or changes nothing.
  ///
  /// Published as `ingest_date(date, data, symbols=None)`.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: the symbols to ingest: tickers, or for options tickers and underlyings. Nil and
  ///     an empty list mean all.
  /// - Returns: what was written, or why the date was skipped.
  /// - Throws: any code of ``ErrorCode``.
  func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult

  /// Ingests dates in their order. A date that fails does not stop the others.
  ///
  /// By default each date is ingested by ``ingestDate(_:data:symbols:)``, one after the other. The
  /// ingestors of this module stage dates at the same time and commit them in groups; what is seen
  /// of that in the results and the lake is as if it were one after the other.
  ///
  /// Published as `ingest_batch(dates, data_map, symbols=None)`.
  ///
  /// - Parameters:
  ///   - dates: each as for ``ingestDate(_:data:symbols:)``. A date that occurs twice is processed
  ///     twice.
  ///   - dataMap: the input of each date. A date without input is skipped, and inputs of other
  ///     dates are ignored.
  ///   - symbols: the filter of every date.
  /// - Returns: one result per date, in the order of `dates`.
  func ingestBatch(
    dates: [String], dataMap: [String: ByteSource], symbols: [String]?
  ) -> [IngestResult]
}

extension BaseIngestor {
  /// False by default.
  public var hasChunks: Bool { false }

  /// Ingests all symbols of one date; see ``ingestDate(_:data:symbols:)``.
  public func ingestDate(
    _ date: String, data: ByteSource
  ) throws(IngestError) -> IngestResult {
    try ingestDate(date, data: data, symbols: nil)
  }

  /// What was counted since the ingestor was made or ``resetStatistics()`` was called.
  ///
  /// Published as `get_statistics()`.
  public var statistics: IngestStatistics { context.statistics }

  /// Sets the counters to zero. Published as `reset_statistics()`.
  public func resetStatistics() {
    context.count { $0 = IngestStatistics(dataType: context.dataType) }
  }

  /// Ingests all symbols of dates; see ``ingestBatch(dates:dataMap:symbols:)``.
  public func ingestBatch(
    dates: [String], dataMap: [String: ByteSource]
  ) -> [IngestResult] {
    ingestBatch(dates: dates, dataMap: dataMap, symbols: nil)
  }

  /// Ingests dates one after the other; see the requirement.
  public func ingestBatch(
    dates: [String], dataMap: [String: ByteSource], symbols: [String]?
  ) -> [IngestResult] {
    results(dates, dataMap) { date, data throws(IngestError) in
      try ingestDate(date, data: data, symbols: symbols)
    }
  }

  /// The dates in groups.
  func ingestBatch(
    _ dates: [String], _ dataMap: [String: ByteSource], symbols: [String]?,
    strategy: IngestStrategy
  ) -> [IngestResult] {
    let calls = dates.compactMap { date in dataMap[date].map { call(date, $0, symbols) } }
    let group = GroupedIngest(calls, context: context, strategy: strategy)
    return results(dates, dataMap) { date, data throws(IngestError) in
      if let result = group.next() { return try result.get() }
      // A stop was requested before the date was begun, which the date says by itself.
      return try ingestDate(date, data: data, symbols: symbols)
    }
  }

  private func results(
    _ dates: [String], _ dataMap: [String: ByteSource],
    _ ingest: (String, ByteSource) throws(IngestError) -> IngestResult
  ) -> [IngestResult] {
    dates.map { date in
      do throws(IngestError) {
        guard let data = dataMap[date] else { return try withoutData(date) }
        return try ingest(date, data)
      } catch {
        var result = IngestResult(date: date, status: .error)
        result.error = error
        return result
      }
    }
  }

  /// The result of a date of a batch that has no data. A wrong date is an error even then.
  private func withoutData(_ date: String) throws(IngestError) -> IngestResult {
    do {
      _ = try CalendarDate(date)
    } catch {
      context.count { $0.errors += 1 }
      throw error
    }
    return .skipped(date, .noData, hasChunks: hasChunks)
  }

  /// The ingest of one date.
  func call(
    _ date: String, _ data: ByteSource, _ symbols: [String]?, _ scan: ScanMode = .everyRow
  ) -> IngestCall {
    IngestCall(context: context, date: date, data: data, symbols: symbols, scan: scan)
  }
}

extension IngestResult {
  static func skipped(_ date: String, _ reason: Reason, hasChunks: Bool) -> IngestResult {
    var result = IngestResult(date: date, status: .skipped)
    result.reason = reason
    if hasChunks { result.chunks = 0 }
    return result
  }
}
