public import BarLake
public import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeHivePartitions
internal import LakeInspection
public import Logging

/// Makes the dates of one data type of a lake in another lake, with another profile, other
/// partitions or fewer extra columns, without the flat files.
///
/// The other lake becomes what an ingest of the flat files would make of it, as far as the files of
/// the first lake tell. A date is made as by an ingest: it is done, or the lake is as it was. So a
/// conversion that was stopped goes on with a second one, which skips the dates that are done.
///
/// Source: `docs/spec.md`, CONV-1 to CONV-3.
public struct LakeConverter: Sendable {
  /// The dates that have a manifest in the lake that is read, in order.
  public let dates: [CalendarDate]

  private let source: LakeInventory
  private let settings: LakeSettings
  private let context: IngestContext
  private let options: IngestOptions
  private let acceptsRounding: Bool

  /// Makes a converter. Creates the folder `to` if it is missing.
  ///
  /// - Parameters:
  ///   - dataType: one of the four names of `MarketDataType`.
  ///   - from: the folder of the lake that is read. Nothing in it is changed.
  ///   - to: the folder of the lake that is written, another one.
  ///   - config: the configuration of an ingest into `to`. Settings that neither it nor the lake
  ///     `to` gives are those of the lake `from`.
  ///   - acceptsRounding: whether values may lose digits: 32-bit prices become the shortest decimal
  ///     numbers that they stand for. The files say so in their metadata.
  ///   - logger: receives warnings.
  ///   - cancellation: a request to stop, if the caller may make one.
  /// - Throws: `unknown_data_type`, `io_error`; `invalid_argument`, also if values would lose
  ///   digits and this is not accepted; `output_conflict` if the settings of the lake `from` cannot
  ///   be read.
  public init(
    dataType: String, from: String, to: String, config: [String: ConfigValue] = [:],
    acceptsRounding: Bool = false, logger: Logger = Logger(label: "barlake"),
    cancellation: Cancellation? = nil
  ) throws(IngestError) {
    let type = try MarketDataType(name: dataType)
    source = try LakeInventory(root: from, cancellation: cancellation)
    guard case .read(let settings) = try source.settings(of: type) else {
      throw IngestError(
        code: .outputConflict,
        message: "\(LakeLayout.settings(of: type)) of \(from) is missing or not readable")
    }
    self.settings = settings
    dates = try source.recorded(of: type).filter(\.value.hasManifest).keys.sorted()
    context = try IngestContext(
      dataType: dataType, outputRoot: to, config: config, logger: logger,
      cancellation: cancellation)
    if try source.isFolder(to) {
      throw .invalidArgument("the lake to write", to, "another one than the lake to read")
    }
    var options = context.options
    options.defaults = settings
    // Volumes of this profile are integers; with this option their files tell which were rounded.
    if settings.profile == .classic { options.fractionalVolume = .round }
    self.options = options
    self.acceptsRounding = acceptsRounding
    guard let first = dates.first else { return }
    var profile = options.profile
    let layout = LakeLayout(root: context.root, dataType: type, date: first, key: nil)
    if case .fixed(let fixed, _, _) = try LakeState(layout, options: options).settings() {
      profile = fixed.profile ?? profile
    }
    try checkDigits(of: profile)
  }

  /// Throws `invalid_argument` if values lose digits on the way to `profile`, and this is not
  /// accepted.
  private func checkDigits(of profile: Profile) throws(IngestError) {
    guard losesDigits(profile), !acceptsRounding else { return }
    throw IngestError(
      code: .invalidArgument,
      message: "the prices of \(source.root) have 32 bits (profile classic), so their decimal "
        + "digits are not known exactly: --accept-rounding takes the shortest decimal numbers "
        + "that they stand for, and ingesting the flat files takes the true ones")
  }

  private func losesDigits(_ profile: Profile) -> Bool {
    settings.profile == .classic && profile == .portable
  }

  /// The data types of which the lake in the folder `lake` has anything.
  ///
  /// - Throws: `io_error`; `invalid_argument` if `lake` is not the folder of a lake.
  public static func dataTypes(of lake: String) throws(IngestError) -> [MarketDataType] {
    try LakeInventory(root: lake, cancellation: nil).dataTypes()
  }

  /// Makes one date in the other lake, or skips it if it is done there.
  ///
  /// - Parameters:
  ///   - date: one of ``dates``.
  ///   - progress: receives the progress, in bytes of the files that are read, from any thread.
  /// - Throws: `output_conflict` if the date is not done in the lake that is read, or is changed
  ///   meanwhile; `invalid_argument` if values would lose digits and this is not accepted, or if an
  ///   extra column is asked for that the lake does not have; `bad_number`, `out_of_range`,
  ///   `bad_timestamp` for a value that the new columns cannot hold; all codes of an ingest that
  ///   concern the lake. The lake that is written is as it was then.
  public func convert(
    _ date: CalendarDate, progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) throws(IngestError) -> ConversionResult {
    let start = MonotonicClock.seconds()
    do throws(IngestError) {
      var result = try convertUndated(date, progress)
      result.elapsedTime = MonotonicClock.elapsed(since: start)
      return result
    } catch {
      var dated = error
      dated.date = date.description
      throw dated
    }
  }

  private func convertUndated(
    _ date: CalendarDate, _ progress: (@Sendable (IngestProgress) -> Void)?
  ) throws(IngestError) -> ConversionResult {
    let manifest = try manifest(of: date)
    let filter = SymbolFilter(manifest.filter)
    var result = ConversionResult(date: date, dataType: context.dataType)
    let known = manifest.source.map {
      KnownSource(byteCount: $0.byteCount, sha256: $0.sha256)
    }
    let staged = try DateWriter(
      root: context.root, dataType: context.dataType, date: date, options: options,
      cancellation: context.cancellation
    ).stage(filter: filter, source: known ?? .unknown) {
      found, directory throws(IngestError) in
      if let warning = found.warning { context.logger.warning("\(warning)") }
      let written = try write(manifest, of: found, filter, in: directory, progress)
      guard try self.manifest(of: date) == manifest else { throw notDone(date, "was changed") }
      let converted = try manifest.converted(to: written.partitions, as: found)
      return (written.partitions, converted, (converted.files, written.counts.roundedVolumes))
    }
    switch staged {
    case .skipped(let reason):
      if let warning = reason.warning(context.dataType, date) {
        context.logger.warning("\(warning)")
      }
      result.status = .skipped
      result.reason = reason
    case .unchanged((let files, let roundedVolumes)):
      result.add(files, roundedVolumes: roundedVolumes)
    case .ready(let ready, (let files, let roundedVolumes)):
      result.isSynchronized =
        try Publication([ready], cancellation: context.cancellation).publish()
      if !result.isSynchronized { context.warnOfMissingSynchronization() }
      result.add(files, roundedVolumes: roundedVolumes)
    }
    return result
  }

  /// The manifest of a date that is done, as far as its manifest tells.
  private func manifest(of date: CalendarDate) throws(IngestError) -> Manifest {
    if try source.isInProgress(context.dataType, date) {
      throw notDone(date, "is being ingested")
    }
    guard case .read(let manifest) = try source.manifest(context.dataType, date),
      manifest.isOf(context.dataType, date), manifest.profile == settings.profile,
      manifest.partitioning == settings.partitioning
    else { throw notDone(date, "has no readable manifest, or one that contradicts its settings") }
    return manifest
  }

  private func notDone(_ date: CalendarDate, _ problem: String) -> IngestError {
    IngestError(
      code: .outputConflict,
      message: "\(context.dataType.rawValue) \(date) of \(source.root) \(problem); see barlake "
        + "status")
  }

  private func write(
    _ manifest: Manifest, of found: FoundDate, _ filter: SymbolFilter?, in directory: String,
    _ progress: (@Sendable (IngestProgress) -> Void)?
  ) throws(IngestError) -> WrittenInput<LakeFilesInput> {
    let (options, type) = (found.options, context.dataType)
    try checkDigits(of: options.profile)
    let files = manifest.files.map { file in
      let folder = file.path.parts(separatedBy: "/").dropLast().last ?? ""
      return SourceFile(file: file, symbol: PartitionPath.symbol(folder, of: type) ?? [])
    }.sorted { $0.symbol.lexicographicallyPrecedes($1.symbol) }
    let memory = context.monitor.watch()
    try memory.check()
    let strategy = IngestStrategy.allCores(
      threads: options.threads, readsAllFirst: false, path: .fast)
    var plan = WritePlan(
      of: found, filter: filter, in: directory, heldRowByteLimit: strategy.heldRowByteLimit)
    if options.profile == .portable,
      let origin = losesDigits(options.profile)
        ? settings.profile.rawValue : try LakeFileParser.convertedFrom(files, in: source.root)
    {
      plan.metadata.append((MetadataKey.convertedFrom, origin))
    }
    let conversion = try ColumnConversion(
      type, found.layout.date, from: settings, to: options,
      refusesPaddedRoots: manifest.specVersion == BarLakeVersion.firstSpecification)
    let written = try strategy.write(
      LakeFilesInput(
        files, root: source.root, conversion: conversion, cancellation: context.cancellation),
      plan: plan,
      controls: RunControls(
        memory: memory, cancellation: context.cancellation, progress: progress,
        date: found.layout.date, knownByteCount: manifest.files.byteCount),
      audit: BarAudit(dataType: type, isStrict: false, tickerField: 0))
    try memory.check()
    return written
  }
}

extension ConversionResult {
  fileprivate mutating func add(_ files: ManifestFiles, roundedVolumes: Int) {
    records = files.rowCount
    fileCount = files.count
    byteCount = files.byteCount
    self.roundedVolumes = roundedVolumes
  }
}

extension Manifest {
  /// The manifest of the same rows in the files `staged`, for the state `found` of the date.
  fileprivate func converted(
    to staged: [StagedPartition], as found: FoundDate
  ) throws(IngestError) -> Manifest {
    var manifest = self
    manifest.files = try ManifestFiles(staged, of: found.layout)
    manifest.profile = found.options.profile
    manifest.partitioning = found.options.partitioning
    if adopted == nil {
      manifest.plainTextChunks = staged.reduce(0) { $0 + $1.plainTextChunkCount }
    } else {
      manifest.adopted = .own
    }
    manifest.writer = BarLakeVersion.createdBy
    manifest.specVersion = BarLakeVersion.specification
    return manifest
  }
}
