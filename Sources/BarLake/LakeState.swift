internal import Bytes

/// What a lake has of one date, and what it has fixed for the date's data type.
struct LakeState {
  private let layout: LakeLayout
  private let options: IngestOptions

  init(_ layout: LakeLayout, options: IngestOptions) {
    self.layout = layout
    self.options = options
  }

  /// What is fixed for the data type, where it is no conflict with the options.
  enum Settings {
    case missing
    /// What the options say.
    case same
    /// Others, of a run that died before its date, or any, was done.
    case abandoned
  }

  /// - Throws: `output_conflict` if the lake keeps the data type in another way than the options say.
  func settings() throws(IngestError) -> Settings {
    guard let bytes = try content(of: layout.settings) else {
      try checkAnyManifest()
      return .missing
    }
    guard let settings = JSON.value(LakeSettings.self, from: bytes) else {
      throw conflict(
        "\(layout.settings) is not readable; once it is removed, the next ingest writes it anew, with "
          + "what the dates that are done have")
    }
    if settings == LakeSettings(options) { return .same }
    let isFixed = try layout.system { () throws(SystemError) in try hasFixedSettings() }
    if !isFixed { return .abandoned }
    throw conflict(
      "the lake keeps \(layout.dataType.rawValue) with "
        + "\(settings.differences(from: LakeSettings(options))): see \(layout.settings)")
  }

  /// Whether the settings are those of files that are to stay: a date of the data type is done, or
  /// another one than this is about to be, or was when its run died.
  func hasFixedSettings() throws(SystemError) -> Bool {
    try FileSystem.namesIfPresent(in: layout.absolute(layout.manifestDirectory)).contains {
      $0.ends(with: LakeLayout.manifestSuffix)
        || $0.ends(with: LakeLayout.intentSuffix)
          && !"\(layout.manifestDirectory)/\($0)".isSame(as: layout.intent)
    }
  }

  /// Where the settings are lost, any date that is done tells them: its manifest the profile and the
  /// partitioning, the columns of a file the rest.
  private func checkAnyManifest() throws(IngestError) {
    let directory = layout.manifestDirectory
    let names = try layout.system { () throws(SystemError) in
      try FileSystem.namesIfPresent(in: layout.absolute(directory))
    }
    for name in names where name.ends(with: LakeLayout.manifestSuffix) {
      let path = "\(directory)/\(name)"
      guard try status(path)?.kind == .regular, let bytes = try content(of: path),
        let manifest = Manifest(bytes)
      else { continue }
      if manifest.profile != options.profile || manifest.partitioning != options.partitioning {
        throw conflict(
          "the lake keeps \(layout.dataType.rawValue) with another profile or partitioning: see "
            + path)
      }
      let expected = MarketSchema.storedSchema(for: layout.dataType, options: options).inParquet
      let columns = try layout.system { () throws(SystemError) in
        try FooterInspection.anySchema(of: manifest.files.map { layout.absolute($0.path) })
      }
      guard let columns else { continue }
      if !columns.isSame(as: expected) {
        throw conflict(
          "the lake keeps \(layout.dataType.rawValue) with other columns, by other "
            + "embed_partition_columns or extra_columns: see \(path)")
      }
      return
    }
  }

  /// The date's manifest, if there is a readable one, whether or not the date is done by it. One of
  /// another date, copied to this one's place, is none.
  func manifest() throws(IngestError) -> Manifest? {
    guard let bytes = try content(of: layout.manifest), let manifest = Manifest(bytes),
      manifest.isOf(layout.dataType, layout.date)
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
  /// - Throws: `output_conflict` where what is there is not what is asked for, or must not be there.
  func reasonToSkip(
    _ manifest: Manifest, filter: SymbolFilter?, sourceByteCount: Int?
  ) throws(IngestError) -> IngestResult.Reason? {
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

  /// As above, for a lake in which nothing may be written, and so by what is seen without the date's
  /// lock; nil also where the date is not done.
  func reasonToSkip(
    filter: SymbolFilter?, sourceByteCount: Int?
  ) throws(IngestError) -> IngestResult.Reason? {
    _ = try settings()
    guard let manifest = try manifest(), try isDone(manifest) else { return nil }
    return try reasonToSkip(manifest, filter: filter, sourceByteCount: sourceByteCount)
  }

  /// The places that a run which did not end wrote down before it published.
  func intendedPaths() throws(IngestError) -> [String] {
    guard let bytes = try content(of: layout.intent) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
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
    IngestError(date: layout.date.description, code: .outputConflict, message: message)
  }

  /// The content of one of our own files; nil if it is not there.
  private func content(of path: String) throws(IngestError) -> [UInt8]? {
    try layout.system { () throws(SystemError) in
      try LakeLayout.content(of: layout.absolute(path))
    }
  }
}
