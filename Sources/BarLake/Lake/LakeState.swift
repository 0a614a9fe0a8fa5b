internal import BarLakeBytes

/// How the settings that the first commit of a data type wrote can be lost.
package enum SettingsLoss: String {
  case missing
  case unreadable = "not readable"
}

/// The settings that apply to a call, and their origin.
struct SettingsInForce {
  /// What the commit does with the settings file.
  enum File {
    /// The file exists and has these settings.
    case same
    /// There is no file.
    case missing
    /// The file is not in force or not readable, so it is replaced.
    case replaced
  }

  /// The options of the call, in which all settings are given.
  var options: IngestOptions
  /// Settings that came from the lake and differ from the defaults.
  var adopted = PartialLakeSettings()
  var file = File.missing
  /// The file from which the lake's settings were read, relative to the lake; nil if none are
  /// fixed.
  var source: String?
  /// How the settings file was lost, if it was.
  var loss: SettingsLoss?
}

/// The state of one date in a lake, and the settings of its data type.
package struct LakeState {
  private let layout: LakeLayout
  private let options: IngestOptions
  private let files: LakeFiles

  package init(_ layout: LakeLayout, options: IngestOptions) {
    self.layout = layout
    self.options = options
    files = LakeFiles(root: layout.root)
  }

  /// The settings of the data type.
  package enum Settings {
    /// No settings are fixed. `left` are those of a settings file whose run died before any date of
    /// the type was done.
    case open(left: LakeSettings?)
    /// The settings file or, if it is lost (`loss`), the manifest or data file `source` gives these
    /// settings.
    case fixed(PartialLakeSettings, source: String, loss: SettingsLoss?)
  }

  package func settings() throws(IngestError) -> Settings {
    let found = try settingsAsFound()
    // A first commit may have written the file after it was looked for, and then a date.
    if case .fixed(_, _, loss: .missing) = found { return try settingsAsFound() }
    return found
  }

  private func settingsAsFound() throws(IngestError) -> Settings {
    let loss: SettingsLoss
    switch try layout.system({ () throws(SystemError) in
      try files.settings(of: layout.dataType)
    }) {
    case .read(let settings):
      let isFixed = try layout.system { () throws(SystemError) in
        try hasFixedSettings(besides: [layout])
      }
      if !isFixed { return .open(left: settings) }
      return .fixed(PartialLakeSettings(settings), source: layout.settings, loss: nil)
    case .missing: loss = .missing
    case .unreadable: loss = .unreadable
    }
    if let (settings, source) = try toldByAnyDate() {
      return .fixed(settings, source: source, loss: loss)
    }
    if let found = try FoundFiles(layout, unfinished: unfinishedDates()).finding() {
      return .fixed(found.settings, source: found.source, loss: loss)
    }
    if loss == .missing { return .open(left: nil) }
    throw .conflict(
      "\(layout.settings) is not readable, and no date that is done tells what it should say; once "
        + "it is removed, the next ingest writes it anew")
  }

  /// The settings that apply to the call: those that it gives, then the lake's, then the defaults.
  ///
  /// - Throws: `output_conflict` if the call gives a setting that differs from the lake's, or if
  ///   the lake's settings are lost and no file shows them.
  func settingsInForce() throws(IngestError) -> SettingsInForce {
    var inForce = SettingsInForce(options: options)
    switch try settings() {
    case .open(let left):
      let settings = LakeSettings(options)
      inForce.options.given = PartialLakeSettings(settings)
      inForce.file = left.map { $0 == settings ? .same : .replaced } ?? .missing
    case .fixed(let settings, let source, let loss):
      let differences = settings.differences(from: options.given)
      if !differences.isEmpty { throw conflict(differences, source) }
      let isGiven =
        options.given.embedPartitionColumns != nil && options.given.extraColumns != nil
      if settings.extraColumns == nil, !isGiven { throw untold(source) }
      inForce.adopted = settings.adopted(by: options.given, unlike: options.defaults)
      inForce.options.given = PartialLakeSettings(
        LakeSettings(options.given, or: LakeSettings(settings, or: options.defaults)))
      inForce.source = source
      inForce.loss = loss
      switch loss {
      case nil: inForce.file = .same
      case .missing: inForce.file = .missing
      case .unreadable: inForce.file = .replaced
      }
    }
    return inForce
  }

  /// The settings that apply to a call that writes nothing. They may differ from the lake's.
  ///
  /// - Throws: `output_conflict` if the call does not give its profile and its extra columns, and
  ///   the lake's settings are lost and no file shows them.
  func optionsInMemory() throws(IngestError) -> IngestOptions {
    if options.given.profile != nil, options.given.extraColumns != nil { return options }
    guard case .fixed(let settings, let source, _) = try settings() else { return options }
    if settings.extraColumns == nil, options.given.extraColumns == nil { throw untold(source) }
    var options = options
    options.given = PartialLakeSettings(
      LakeSettings(options.given, or: LakeSettings(settings, or: options.defaults)))
    return options
  }

  private func conflict(
    _ differences: [PartialLakeSettings.Difference], _ source: String
  ) -> IngestError {
    let parts = differences.map { "\($0.name) \($0.own), not \($0.given)" }
    let flags = differences.compactMap(\.flag).joined(separator: " ")
    return .conflict(
      "the lake keeps \(layout.dataType.rawValue) with \(parts.joined(separator: "; ")): leave "
        + "that out, or give it as the lake has it"
        + "\(flags.isEmpty ? "" : " (\(flags))"); see \(source)")
  }

  private func untold(_ manifest: String) -> IngestError {
    .conflict(
      "\(layout.settings) is lost, and no file of \(manifest) tells its columns; "
        + "embed_partition_columns and extra_columns have to be given")
  }

  /// Whether files of the lake depend on the settings: a date of the type is done, or a date other
  /// than `dates` is being published, or was when its run died.
  func hasFixedSettings(besides dates: [LakeLayout]) throws(SystemError) -> Bool {
    let lists = Set(dates.map { ExactText($0.intent) })
    var isFixed = false
    // A lake has thousands of manifests, and mostly the first tells.
    try FileSystem.forEachEntryIfPresent(in: layout.absolute(layout.manifestDirectory)) { name, _ in
      if isFixed { return }
      let name = name.text
      isFixed =
        name.ends(with: LakeLayout.manifestSuffix)
        || name.ends(with: LakeLayout.intentSuffix)
          && !lists.contains(ExactText("\(layout.manifestDirectory)/\(name)"))
    }
    return isFixed
  }

  /// The dates of the type of which a run was about to publish files, or is.
  private func unfinishedDates() throws(IngestError) -> Set<CalendarDate> {
    let names = try layout.system { () throws(SystemError) in
      try files.manifestNames(of: layout.dataType)
    }
    return Set(
      names.compactMap { $0.dropping(suffix: LakeLayout.intentSuffix) }
        .compactMap { try? CalendarDate($0) })
  }

  /// Finds lost settings in the dates that are done. The manifest shows the profile and the
  /// partitioning, the columns of a data file show the rest. If no file is readable, the rest stays
  /// open. Nil if no manifest has a file. Also returns the path of the manifest.
  private func toldByAnyDate() throws(IngestError) -> (PartialLakeSettings, source: String)? {
    let names = try layout.system { () throws(SystemError) in
      try files.manifestNames(of: layout.dataType)
    }.filter { $0.ends(with: LakeLayout.manifestSuffix) }
    var half: (PartialLakeSettings, source: String)?
    for name in names {
      guard let date = try? CalendarDate(String(name.dropLast(LakeLayout.manifestSuffix.count)))
      else { continue }
      let place = LakeLayout(root: layout.root, dataType: layout.dataType, date: date, key: nil)
      guard try status(place.manifest)?.kind == .regular, let manifest = try manifest(place)
      else { continue }
      for path in manifest.files.map(\.path) where place.owns(path) {
        guard try status(path)?.kind == .regular else { continue }
        let columns = try layout.system { () throws(SystemError) in
          try FooterInspection.origin(of: layout.absolute(path))?.columns
        }
        if let columns,
          let settings = PartialLakeSettings(
            columns, of: layout.dataType, profile: manifest.profile,
            partitioning: manifest.partitioning)
        {
          return (settings, place.manifest)
        }
        if half == nil {
          var settings = PartialLakeSettings()
          (settings.profile, settings.partitioning) = (manifest.profile, manifest.partitioning)
          half = (settings, place.manifest)
        }
      }
    }
    return half
  }

  /// The date's manifest if it is readable, whether or not it makes the date done. The manifest of
  /// another date at this path does not count.
  func manifest() throws(IngestError) -> Manifest? { try manifest(layout) }

  private func manifest(_ place: LakeLayout) throws(IngestError) -> Manifest? {
    guard
      case .read(let manifest) = try layout.system({ () throws(SystemError) in
        try files.manifest(place)
      }), manifest.isOf(place.dataType, place.date)
    else { return nil }
    return manifest
  }

  /// Whether all files that the manifest lists exist with their sizes.
  func isDone(_ manifest: Manifest) throws(IngestError) -> Bool {
    for file in manifest.files {
      guard layout.owns(file.path), let status = try status(file.path), status.kind == .regular,
        status.byteCount == file.byteCount
      else { return false }
    }
    return true
  }

  /// Why the date, which `manifest` makes done, is skipped; nil if it is ingested again.
  ///
  /// - Throws: `output_conflict` if the date does not hold what the call asks for, or if the call
  ///   accepts no date that is done.
  func reasonToSkip(
    _ manifest: Manifest, filter: SymbolFilter?, source: KnownSource
  ) throws(IngestError) -> SkipReason? {
    if options.onExisting == .overwrite { return nil }
    if options.onExisting == .error {
      throw .conflict(
        "the date is done already; on_existing: overwrite ingests it anew, and skip leaves it")
    }
    let differs = try layout.system { () throws(SystemError) in
      try manifest.source?.differs(from: source, hashing: options.onExisting == .update)
    }
    // The source of a date that was adopted is not known, so nothing shows that it was replaced.
    let isReplaced = options.onExisting == .update && manifest.source != nil && differs != false
    // What is replaced must not lose symbols of which nobody spoke.
    guard SymbolFilter.covers(manifest.filter, filter),
      !isReplaced || SymbolFilter.covers(filter?.symbols, SymbolFilter(manifest.filter))
    else {
      let symbols = manifest.filter.map { CountText.text($0.count, "symbol") } ?? "all symbols"
      throw .conflict(
        "the date is done for \(symbols), which are not those that are asked for; on_existing: "
          + "overwrite ingests it anew")
    }
    if isReplaced { return nil }
    return differs == true ? .sourceChanged : .outputExists
  }

  /// The paths in the publishing list of a run that did not end.
  func intendedPaths() throws(IngestError) -> [String] {
    try layout.system { () throws(SystemError) in try files.intendedPaths(layout) }
  }

  /// The kind and size of the file at a path relative to the lake; nil if there is none.
  private func status(_ path: String) throws(IngestError) -> FileStatus? {
    try layout.system { () throws(SystemError) in
      try FileSystem.status(layout.absolute(path))
    }
  }

  /// What exists at the path of a data file of the date.
  enum Place {
    case nothing
    /// A file of this date that belongs to no manifest.
    case leftover
    /// A file of a done date, or a foreign file, that the call replaces.
    case replaced
  }

  /// What exists at `path`, the path of a data file of the date.
  ///
  /// - Throws: `output_conflict` if it must not be replaced.
  func place(_ path: String, isDone: Bool) throws(IngestError) -> Place {
    let found = try layout.system { () throws(SystemError) in
      try FileSystem.statusOfEntry(layout.absolute(path))
    }
    guard let found else { return .nothing }
    if found.kind == .directory { throw .conflict("\(path) is a folder") }
    if found.kind == .link { throw LakeObstacles.link(path) }
    if isDone { return .replaced }
    let isLeftover = try layout.system { () throws(SystemError) in
      try FooterInspection.isOf(layout, path: layout.absolute(path))
    }
    if isLeftover { return .leftover }
    if options.onExisting == .overwrite { return .replaced }
    throw .conflict(
      "\(path) is not a file of this date that BarLake wrote; on_existing: overwrite replaces it")
  }
}
