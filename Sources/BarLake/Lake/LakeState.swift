internal import BarLakeBytes

/// How the settings of a data type, which its first commit wrote, are lost.
enum SettingsLoss: String {
  case missing
  case unreadable = "not readable"
}

/// What a call's settings are, and where they come from.
struct SettingsInForce {
  /// What becomes of the settings' file when the call commits.
  enum File {
    /// It is there, and says these.
    case same
    /// There is none.
    case missing
    /// It fixes nothing, or is not readable.
    case replaced
  }

  /// The call's, with all settings given.
  var options: IngestOptions
  /// The lake's that are not given, where they are others than the defaults.
  var adopted = PartialLakeSettings()
  var file = File.missing
  /// The file that told the lake's settings, relative to the lake; nil where none are fixed.
  var source: String?
  /// Whether the settings themselves are lost.
  var loss: SettingsLoss?
}

/// What a lake has of one date, and what it has fixed for the date's data type.
struct LakeState {
  private let layout: LakeLayout
  private let options: IngestOptions
  private let files: LakeFiles

  init(_ layout: LakeLayout, options: IngestOptions) {
    self.layout = layout
    self.options = options
    files = LakeFiles(root: layout.root)
  }

  /// What is fixed for the data type.
  enum Settings {
    /// Nothing; what a run that died before its date, or any, was done has left in the settings'
    /// place.
    case open(left: LakeSettings?)
    /// What the settings say, or where they are lost (`loss`) what the file `source` tells.
    case fixed(PartialLakeSettings, source: String, loss: SettingsLoss?)
  }

  func settings() throws(IngestError) -> Settings {
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
    if loss == .missing { return .open(left: nil) }
    throw conflict(
      "\(layout.settings) is not readable, and no date that is done tells what it should say; once "
        + "it is removed, the next ingest writes it anew")
  }

  /// The options of a call with what its settings are: what it gives, or else the lake's, or else
  /// the default.
  ///
  /// - Throws: `output_conflict` where the call gives another setting than the lake's, and where
  ///   the lake's are lost and nothing stands for them.
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

  /// The options of a call that writes nothing, so that what it gives may be another than the
  /// lake's.
  ///
  /// - Throws: `output_conflict` where it does not give its profile and its extra columns, and the
  ///   lake's are lost and nothing stands for them.
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
    let parts = differences.map { "\($0.name) \($0.own), not \($0.given ?? "")" }
    let flags = differences.compactMap(\.flag).joined(separator: " ")
    return conflict(
      "the lake keeps \(layout.dataType.rawValue) with \(parts.joined(separator: "; ")): leave "
        + "that out, or give it as the lake has it"
        + "\(flags.isEmpty ? "" : " (\(flags))"); see \(source)")
  }

  private func untold(_ manifest: String) -> IngestError {
    conflict(
      "\(layout.settings) is lost, and no file of \(manifest) tells its columns; "
        + "embed_partition_columns and extra_columns have to be given")
  }

  /// Whether the settings are those of files that are to stay: a date of the data type is done, or
  /// another one than `dates` is about to be, or was when its run died.
  func hasFixedSettings(besides dates: [LakeLayout]) throws(SystemError) -> Bool {
    let lists = Set(dates.map { ExactText($0.intent) })
    return try files.manifestNames(of: layout.dataType).contains {
      $0.ends(with: LakeLayout.manifestSuffix)
        || $0.ends(with: LakeLayout.intentSuffix)
          && !lists.contains(ExactText("\(layout.manifestDirectory)/\($0)"))
    }
  }

  /// Where the settings are lost, any date that is done tells them: its manifest the profile and
  /// the partitioning, the columns of a file the rest, and nothing of it where no file can be read.
  /// Nil where no manifest has a file. Also returned is which manifest it is.
  private func toldByAnyDate() throws(IngestError) -> (PartialLakeSettings, source: String)? {
    let names = try layout.system { () throws(SystemError) in
      try files.manifestNames(of: layout.dataType)
    }.filter { $0.ends(with: LakeLayout.manifestSuffix) }
    var half: (PartialLakeSettings, source: String)?
    for name in names.sorted(by: { $0.precedesInBytes($1) }) {
      guard let date = try? CalendarDate(String(name.dropLast(LakeLayout.manifestSuffix.count)))
      else { continue }
      let place = LakeLayout(root: layout.root, dataType: layout.dataType, date: date, key: nil)
      guard try status(place.manifest)?.kind == .regular, let manifest = try manifest(place)
      else { continue }
      for path in manifest.files.map(\.path) where place.owns(path) {
        guard try status(path)?.kind == .regular else { continue }
        let columns = try layout.system { () throws(SystemError) in
          try FooterInspection.anySchema(of: [layout.absolute(path)])
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
          settings.profile = manifest.profile
          settings.partitioning = manifest.partitioning
          half = (settings, place.manifest)
        }
      }
    }
    return half
  }

  /// The date's manifest, if there is a readable one, whether or not the date is done by it. One of
  /// another date, copied to this one's place, is none.
  func manifest() throws(IngestError) -> Manifest? { try manifest(layout) }

  private func manifest(_ place: LakeLayout) throws(IngestError) -> Manifest? {
    guard
      case .read(let manifest) = try layout.system({ () throws(SystemError) in
        try files.manifest(place)
      }), manifest.isOf(place.dataType, place.date)
    else { return nil }
    return manifest
  }

  /// Whether every file that the date's manifest lists is there, with its size.
  func isDone(_ manifest: Manifest) throws(IngestError) -> Bool {
    for file in manifest.files {
      guard layout.owns(file.path), let status = try status(file.path), status.kind == .regular,
        status.byteCount == file.byteCount
      else { return false }
    }
    return true
  }

  /// Why there is nothing to do for the date, which `manifest` makes done; nil where it is to be
  /// ingested anew.
  ///
  /// - Throws: `output_conflict` where what is there is not what is asked for, or must not be
  ///   there.
  func reasonToSkip(
    _ manifest: Manifest, filter: SymbolFilter?, sourceByteCount: Int?
  ) throws(IngestError) -> SkipReason? {
    switch options.onExisting {
    case .overwrite:
      return nil
    case .error:
      throw conflict(
        "the date is done already; on_existing: overwrite ingests it anew, and skip leaves it")
    case .skip:
      guard SymbolFilter.covers(manifest.filter, filter) else {
        throw conflict(
          "the date is done for \((manifest.filter ?? []).count) symbols, not for all that are "
            + "asked for; on_existing: overwrite ingests it anew")
      }
      let isChanged = sourceByteCount.map { $0 != manifest.source.byteCount } ?? false
      return isChanged ? .sourceChanged : .outputExists
    }
  }

  /// As above, for a lake in which nothing may be written, and so by what is seen without the
  /// date's lock; nil also where the date is not done.
  func reasonToSkip(
    filter: SymbolFilter?, sourceByteCount: Int?
  ) throws(IngestError) -> SkipReason? {
    _ = try settingsInForce()
    guard let manifest = try manifest(), try isDone(manifest) else { return nil }
    return try reasonToSkip(manifest, filter: filter, sourceByteCount: sourceByteCount)
  }

  /// The places that an ingest which did not end wrote down before it published.
  func intendedPaths() throws(IngestError) -> [String] {
    try layout.system { () throws(SystemError) in try files.intendedPaths(layout) }
  }

  /// The kind and size of a path relative to the lake; nil if nothing is there.
  private func status(_ path: String) throws(IngestError) -> FileStatus? {
    try layout.system { () throws(SystemError) in
      try FileSystem.status(layout.absolute(path))
    }
  }

  /// What stands in the place of a file of the date.
  enum Place {
    case nothing
    /// A file of this date that no manifest makes done.
    case leftover
    /// A file of a done date, or a foreign one, that is to be replaced.
    case replaced
  }

  /// What stands in the place `path` of a file of the date, which is done or not.
  ///
  /// - Throws: `output_conflict` where it has to stay.
  func place(_ path: String, isDone: Bool) throws(IngestError) -> Place {
    let found = try layout.system { () throws(SystemError) in
      try FileSystem.statusOfEntry(layout.absolute(path))
    }
    guard let found else { return .nothing }
    if found.kind == .directory { throw conflict("\(path) is a folder") }
    if isDone { return .replaced }
    let isLeftover = try layout.system { () throws(SystemError) in
      try FooterInspection.isOf(layout, path: layout.absolute(path))
    }
    if isLeftover { return .leftover }
    if options.onExisting == .overwrite { return .replaced }
    throw conflict(
      "\(path) is not a file of this date that BarLake wrote; on_existing: overwrite replaces it")
  }

  func conflict(_ message: String) -> IngestError {
    IngestError(code: .outputConflict, message: message)
  }
}
