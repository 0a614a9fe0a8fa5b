import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeSync
import FlatFiles
import Foundation

/// The options that `plan` and `sync` share: which dates of what, from where, into which lake.
struct SyncOptions: ParsableArguments {
  @Option(
    help: """
      stocks_daily, stocks_minute, options_daily or options_minute; several separated by commas.
      """, completion: .choices(MarketDataType.self))
  var type: [String]

  @Option(help: "The lake's directory; it is created if it is missing.", completion: .directory)
  var lake: String

  @OptionGroup var days: DayOptions

  @Option(
    help: "Where the flat files are: s3, the bucket of the configuration, or a directory.",
    completion: .directory)
  var source = "s3"

  @OptionGroup var reading: FlatFileReadingOptions

  @OptionGroup var lakeOptions: LakeWritingOptions

  @OptionGroup var config: ConfigOptions

  func validate() throws {
    if lake.isEmpty { throw ValidationError("--lake is empty.") }
    if source.isEmpty { throw ValidationError("--source is empty.") }
    if type.isEmpty { throw ValidationError("Give --type.") }
    if lakeOptions.onExisting == ExistingFilePolicy.error.rawValue {
      throw ValidationError("--on-existing is skip, update or overwrite here.")
    }
  }

  /// What the options ask for. Paths become absolute, since a plan is carried out elsewhere.
  func request(
    today: CalendarDate, _ cancellation: Cancellation
  ) throws(IngestError) -> SyncRequest {
    var types: [MarketDataType] = []
    for name in type.flatMap({ $0.parts(separatedBy: ",") }) {
      let type = try MarketDataType(name: name)
      if !types.contains(type) { types.append(type) }
    }
    var config = lakeOptions.config.merging(reading.config) { _, last in last }
    var onExisting = ExistingFilePolicy.skip
    if let given = config.removeValue(forKey: "on_existing") {
      onExisting = try IngestOptions(["on_existing": given], dataType: types.first).onExisting
    }
    try LocalPath.check("output_root", lake)
    return SyncRequest(
      types, days: try days.requested(today: today), today: today, onExisting: onExisting,
      work: SyncWork(
        lake: FileSystem.absolute(lake), engine: reading.engine, config: config,
        symbols: try reading.namedSymbols(cancellation)))
  }

  /// The source that the options name.
  func flatFiles(
    _ printer: ResultPrinter, _ cancellation: Cancellation
  ) throws -> FlatFileSource {
    if source != "s3" {
      return try printer.result(cancellation) { () throws(IngestError) in
        try LocalPath.check("--source", source)
        return .folder(FolderSource(root: FileSystem.absolute(source)))
      }
    }
    return .bucket(try config.bucketSource(printer, cancellation))
  }

  /// The plan of a request; why there is none is printed.
  func plan(
    _ request: SyncRequest, from source: FlatFileSource, _ printer: ResultPrinter,
    _ cancellation: Cancellation
  ) throws -> SyncPlan {
    do throws(FlatFileSource.Failure) {
      return try SyncPlan(request, from: source, now: Date(), cancellation: cancellation)
    } catch {
      throw try printer.print(error, cancellation)
    }
  }
}

extension ConfigOptions {
  /// The bucket of the configuration; an error is printed.
  func bucketSource(
    _ printer: ResultPrinter, _ cancellation: Cancellation
  ) throws(ExitCode) -> BucketSource {
    let config = try load(printer)
    return try printer.result(cancellation) { () throws(IngestError) in
      do throws(ConfigError) {
        let credentials = try config.credentials(for: "polygon")
        return BucketSource(
          try config.downloader(),
          at: BucketPlace(
            endpoint: credentials.endpointURL ?? S3Endpoint.defaultURL,
            bucket: credentials.bucket ?? S3Catalog().bucket))
      } catch {
        throw error.ingestError
      }
    }
  }
}
