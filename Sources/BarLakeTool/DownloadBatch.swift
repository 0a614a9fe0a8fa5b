import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import FlatFiles

/// Downloads the files of one command line.
struct DownloadBatch: Sendable {
  private let keys: [KeyMetadata]
  private let mirror: BucketMirror
  private let bucket: String
  private let downloader: AsyncS3Downloader
  private let isDryRun: Bool
  private let printer: DownloadPrinter

  /// How many files are downloaded at once. Large ones have several connections each; small ones
  /// would leave them idle one by one.
  private static let fileLimit = 4

  init(
    _ command: DownloadCommand, _ config: ConfigLoader, today: CalendarDate,
    printer: DownloadPrinter
  ) throws(IngestError) {
    let type = try MarketDataType(name: command.type)
    let days = try command.days.requested(today: today).days(today: today)
    keys = days.map { KeyMetadata(dataType: type, date: $0) }
    let root = command.raw ?? "\(config.dataRoot)/raw"
    try LocalPath.check("the mirror", root)
    mirror = BucketMirror(root: root)
    do throws(ConfigError) {
      bucket = try config.credentials(for: "polygon").bucket ?? S3Catalog().bucket
      downloader = try config.downloader()
    } catch {
      throw error.ingestError
    }
    isDryRun = command.dryRun
    self.printer = printer
  }

  /// Lists the bucket, downloads what the mirror lacks, and prints what became of each file.
  func run() async -> MirrorEnding {
    let ending = await listAndFetch()
    await downloader.shutdown()
    return printer.hasFailed ? .failed : ending
  }

  private func listAndFetch() async -> MirrorEnding {
    var listed: [S3Object] = []
    for prefix in BucketMirror.prefixes(of: keys) {
      do throws(DownloadError) {
        listed += try await downloader.listObjects(bucket, prefix: prefix)
      } catch {
        return failed(prefix, error)
      }
    }
    let steps: [BucketMirror.Step]
    do throws(SystemError) {
      steps = try mirror.steps(for: keys.map(\.key), listed: listed)
    } catch {
      let lost = DownloadError(
        .ioError, bucket: bucket, message: "\(error)", remedy: "choose another folder with --raw")
      return failed(mirror.root, lost)
    }
    if keys.isEmpty { printer.tell("there is no trading day in this range") }
    if isDryRun {
      for step in steps { printer.print(planned(step)) }
      return .succeeded
    }
    let objects = steps.compactMap { if case .fetch(let object) = $0 { object } else { nil } }
    for case .present(let object) in steps {
      printer.print(planned(.present(object)))
    }
    printer.begin(objects)
    let errors = await mirror.fetch(
      steps, from: bucket, with: downloader, atOnce: Self.fileLimit, progress: printer.progress
    ) { printer.print($0) }
    printer.end()
    if Task.isCancelled, errors.isEmpty { return .retryLater }
    return MirrorEnding(errors)
  }

  private func failed(_ place: String, _ error: DownloadError) -> MirrorEnding {
    var outcome = MirrorOutcome(place, .error)
    outcome.error = error
    printer.print(outcome)
    return MirrorEnding([error])
  }

  private func planned(_ step: BucketMirror.Step) -> MirrorOutcome {
    switch step {
    case .unlisted(let key): return MirrorOutcome(key, .unlisted)
    case .present(let object), .fetch(let object):
      let isPresent = if case .present = step { true } else { false }
      var outcome = MirrorOutcome(object.key, isPresent ? .present : .wouldFetch)
      outcome.byteCount = object.byteCount
      outcome.etag = object.etag
      outcome.path = mirror.path(of: object.key)
      return outcome
    }
  }
}
