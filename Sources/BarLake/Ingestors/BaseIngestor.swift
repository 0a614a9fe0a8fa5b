public import BarLakeBytes
internal import Logging

/// What every ingestor can do. A backend supplies ``ingestDate(_:data:symbols:)``; the rest is
/// common.
///
/// An ingestor of one's own leaves the writing to one of this module, made with
/// ``PolarsIngestor/init(context:streaming:)`` or ``StreamingIngestor/init(context:)`` of its own
/// context, or takes the rows from ``batches(_:data:symbols:)`` and counts by
/// ``IngestContext/recordSuccess(records:inputByteCount:)``.
///
/// Published as the abstract class `BaseIngestor(data_type, output_root, config, memory_monitor)`.
public protocol BaseIngestor: AnyObject, Sendable {
  /// The data type, the lake and the options. Its initialiser is the published constructor.
  var context: IngestContext { get }

  /// Whether results tell of chunks; false unless a conformer says otherwise.
  var hasChunks: Bool { get }

  /// Ingests one date: reads `data` to its end and makes the date done, or changes nothing.
  ///
  /// Published as `ingest_date(date, data, symbols=None)`.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`.
  ///   - data: a flat file, plain or gzip.
  ///   - symbols: tickers, or for options tickers and underlyings, to limit the rows to; nil and
  ///     empty mean all.
  /// - Returns: what was written, or why the date was skipped.
  /// - Throws: any code of ``ErrorCode``.
  func ingestDate(
    _ date: String, data: ByteSource, symbols: [String]?
  ) throws(IngestError) -> IngestResult
}

extension BaseIngestor {
  /// False: a backend that works in chunks says so itself.
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

  /// Ingests dates one after the other; one that fails does not stop the others.
  ///
  /// Published as `ingest_batch(dates, data_map, symbols=None)`.
  ///
  /// - Parameters:
  ///   - dates: each as for ``ingestDate(_:data:symbols:)``; one that is named twice is processed
  ///     twice.
  ///   - dataMap: the input of each date; a date that has none is skipped, and others than `dates`
  ///     are not looked at.
  ///   - symbols: the filter of every date.
  /// - Returns: one result a date, in the order of `dates`.
  public func ingestBatch(
    dates: [String], dataMap: [String: ByteSource], symbols: [String]? = nil
  ) -> [IngestResult] {
    dates.map { date in
      do throws(IngestError) {
        guard let data = dataMap[date] else { return try withoutData(date) }
        return try ingestDate(date, data: data, symbols: symbols)
      } catch {
        var result = IngestResult(date: date, status: .error)
        result.error = error
        return result
      }
    }
  }

  /// What comes of a date of a batch that has no data: a wrong date is an error all the same.
  private func withoutData(_ date: String) throws(IngestError) -> IngestResult {
    do {
      _ = try CalendarDate(date)
    } catch {
      context.count { $0.errors += 1 }
      throw error
    }
    var result = IngestResult.skipped(date, .noData)
    if hasChunks { result.chunks = 0 }
    return result
  }

  /// The one way of every ingest: arguments, lock, what exists, staging, the strategy's work,
  /// publishing, counting.
  func ingest(
    _ dateText: String, data: ByteSource, symbols: [String]?, scan: ScanMode,
    strategy: some IngestStrategy
  ) throws(IngestError) -> IngestResult {
    let start = MonotonicClock.seconds()
    do throws(IngestError) {
      let date = try CalendarDate(dateText)
      try LocalPath.check(data)
      var result = try IngestRun(context: context, date: date, symbols: symbols, scan: scan)
        .run(data, strategy: strategy)
      result.elapsedTime = max(MonotonicClock.seconds() - start, 0)
      return result
    } catch {
      context.count { $0.errors += 1 }
      var dated = error
      dated.date = dateText
      throw dated
    }
  }
}

extension IngestResult {
  static func skipped(_ date: String, _ reason: Reason) -> IngestResult {
    var result = IngestResult(date: date, status: .skipped)
    result.reason = reason
    return result
  }
}
