internal import Bytes

/// What a lake has of one date, and what it has fixed for the date's data type.
struct LakeState {
  private let layout: LakeLayout
  private let options: IngestOptions

  init(_ layout: LakeLayout, options: IngestOptions) {
    self.layout = layout
    self.options = options
  }

  /// Throws `output_conflict` if the lake keeps the data type in another way than the options say.
  func checkSettings() throws(IngestError) {
    guard let bytes = try content(of: layout.settings) else {
      try checkAnyManifest()
      return
    }
    guard let settings = JSON.value(LakeSettings.self, from: bytes) else {
      throw conflict("\(layout.settings) is not readable")
    }
    if settings != LakeSettings(options) {
      throw conflict(
        "the lake keeps \(layout.dataType.rawValue) with other choices of profile, partitioning, "
          + "embed_partition_columns or extra_columns: see \(layout.settings)")
    }
  }

  /// Where the settings are lost, any date that is done tells part of them.
  private func checkAnyManifest() throws(IngestError) {
    let directory = layout.manifestDirectory
    let names: [String]
    do {
      names = try FileSystem.names(in: layout.absolute(directory))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
    for name in names where name.hasSuffix(".json") {
      let path = "\(directory)/\(name)"
      guard try status(path)?.kind == .regular, let bytes = try content(of: path),
        let manifest = JSON.value(Manifest.self, from: bytes)
      else { continue }
      if manifest.profile != options.profile || manifest.partitioning != options.partitioning {
        throw conflict(
          "the lake keeps \(layout.dataType.rawValue) with another profile or partitioning: see "
            + path)
      }
      return
    }
  }

  /// The date's manifest, if there is a readable one, whether or not the date is done by it.
  func manifest() throws(IngestError) -> Manifest? {
    try content(of: layout.manifest).flatMap { JSON.value(Manifest.self, from: $0) }
  }

  /// Whether every file that the date's manifest lists is there, with its size.
  func isDone(_ manifest: Manifest) throws(IngestError) -> Bool {
    for file in manifest.files {
      guard let status = try status(file.path), status.kind == .regular,
        status.byteCount == file.byteCount
      else { return false }
    }
    return true
  }

  /// The places that a run which did not end wrote down before it published.
  func intendedPaths() throws(IngestError) -> [String] {
    guard let bytes = try content(of: layout.intent) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The kind and size of a path relative to the lake; nil if nothing is there.
  func status(_ path: String) throws(IngestError) -> FileStatus? {
    do {
      return try FileSystem.status(layout.absolute(path))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
  }

  func conflict(_ message: String) -> IngestError {
    IngestError(date: layout.date.description, code: .outputConflict, message: message)
  }

  private func content(of path: String) throws(IngestError) -> [UInt8]? {
    guard try status(path) != nil else { return nil }
    do {
      return try FileSystem.read(layout.absolute(path))
    } catch {
      throw .io(error, root: layout.root, date: layout.date)
    }
  }
}
