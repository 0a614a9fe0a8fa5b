package import BarLake
package import BarLakeBytes

/// What an ingest would do with a lake as it is now. No file is made or changed, and no lock is
/// taken, so another process may change the lake at any time.
///
/// A forecast has the errors that an ingest finds before it reads its input. What is wrong in the
/// input, it does not see.
package struct IngestForecast: Sendable {
  private let root: String
  private let dataType: MarketDataType
  private let options: IngestOptions
  private let filter: SymbolFilter?

  /// Makes a forecast of ingests with these arguments, which are those of `IngestContext` and of
  /// `BaseIngestor.ingestDate`. The lake's folder need not be there.
  ///
  /// - Throws: `unknown_data_type`, `invalid_argument`; `io_error` if the lake's folder could not
  ///   be made.
  package init(
    dataType: String, outputRoot: String, config: [String: ConfigValue], symbols: [String]?
  ) throws(IngestError) {
    self.dataType = try MarketDataType(name: dataType)
    options = try IngestOptions(config, dataType: self.dataType)
    try LocalPath.check("output_root", outputRoot)
    filter = SymbolFilter(symbols)
    root = outputRoot
    do throws(SystemError) {
      try FileSystem.checkCreatable(directory: root)
    } catch {
      throw .io(error, root: "")
    }
  }

  /// What an ingest of a date would do.
  ///
  /// - Parameters:
  ///   - date: `YYYY-MM-DD`.
  ///   - data: the input; only its length is looked at.
  /// - Throws: `invalid_date`, `invalid_argument`, `output_conflict`, `io_error`, with the date.
  package func date(_ date: String, from data: ByteSource) throws(IngestError) -> DateForecast {
    do throws(IngestError) {
      let day = try CalendarDate(date)
      try LocalPath.check(data)
      let known: KnownSource
      do throws(SystemError) {
        known = try KnownSource(data)
      } catch {
        throw .io(error, root: root)
      }
      let layout = LakeLayout(root: root, dataType: dataType, date: day, key: nil)
      try LakeObstacles(layout).checkOwn()
      var forecast = DateForecast(date: date, status: .wouldIngest, byteCount: known.byteCount)
      switch try LockedDate.decision(
        on: layout, options: options, filter: filter, source: known)
      {
      case .skip(let reason):
        forecast.status = .wouldSkip
        forecast.reason = reason
      case .ingest(let found): if found.isDone { forecast.status = .wouldOverwrite }
      }
      return forecast
    } catch {
      var dated = error
      dated.date = date
      throw dated
    }
  }
}

/// What an ingest of one date would do.
package struct DateForecast: Equatable, Sendable, Encodable {
  /// What would become of the date.
  package enum Status: String, Encodable, Sendable {
    case wouldIngest = "would_ingest"
    /// The date is done, and its files would be replaced.
    case wouldOverwrite = "would_overwrite"
    case wouldSkip = "would_skip"
  }

  package var date: String
  package var status: Status
  /// Why the date would be skipped; nil if it would not.
  package var reason: SkipReason?
  /// The length of the input in bytes, if it is known.
  package var byteCount: Int?

  package init(date: String, status: Status, byteCount: Int?) {
    self.date = date
    self.status = status
    self.byteCount = byteCount
  }

  private enum CodingKeys: String, CodingKey {
    case date, status, reason
    case byteCount = "byte_count"
  }
}
