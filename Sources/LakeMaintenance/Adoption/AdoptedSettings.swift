internal import BarLake
internal import BarLakeBytes
internal import LakeInspection

/// The settings of a data type while its dates are adopted, and the last step of an adoption: it
/// makes dates done that agree with the settings.
///
/// If the lake has no settings, those of the first date are written before its manifest. A run that
/// dies in between leaves settings that fix nothing (SCHEMA-8.4).
struct AdoptedSettings {
  private let type: MarketDataType
  private let root: String
  /// The settings that dates of this adoption have; nil before the first.
  private var chosen: LakeSettings?

  init(_ type: MarketDataType, root: String) {
    self.type = type
    self.root = root
  }

  /// Makes each of `dates` done whose settings are the lake's, and refuses the others. Without a
  /// lock of a date, in a dry run, nothing is changed.
  ///
  /// - Throws: `io_error`.
  mutating func commit(
    _ dates: [AdoptableDate], _ locks: [CalendarDate: MaintainedDate],
    _ cancellation: Cancellation?, _ adoption: inout LakeAdoption
  ) throws(IngestError) {
    guard let first = dates.first else { return }
    var typeLock: FileLock?
    if let lock = locks[first.layout.date] {
      typeLock = try first.layout.system { () throws(SystemError) in
        try lock.lockType(cancellation)
      }
    }
    let defaults = LakeSettings(for: type)
    let inForce: LakeState.Settings
    do throws(IngestError) {
      inForce = try LakeState(first.layout, options: IngestOptions(defaults: defaults)).settings()
    } catch {
      guard error.code == .outputConflict else { throw error }
      // Files of the lake contradict each other, so nobody knows which are right.
      for date in dates { refuse(date, error.message, &adoption) }
      return
    }
    for date in dates {
      let known = known(inForce)
      let differences = known?.settings.differences(from: date.settings) ?? []
      if let known, !differences.isEmpty {
        let parts = differences.map { "\($0.name) \($0.own), not \($0.given)" }
        let lake = "the lake keeps \(type.rawValue) with \(parts.joined(separator: "; "))"
        refuse(date, "\(lake); see \(known.source)", &adoption)
        continue
      }
      let settings = LakeSettings(
        known?.settings ?? PartialLakeSettings(), or: LakeSettings(date.settings, or: defaults))
      if let lock = locks[date.layout.date] {
        try date.layout.system { () throws(SystemError) in
          var files = FilesOfDate(of: date.layout)
          for file in date.manifest.files { try files.append(file.path) }
          try files.synchronize()
        }
        if chosen == nil { try fix(settings, inForce, lock) }
        let manifest = try Self.encoded { try ManifestText.bytes(date.manifest) }
        try date.layout.system { () throws(SystemError) in
          try lock.put(manifest, at: date.layout.manifest)
        }
      }
      chosen = settings
      adoption.adopted.append(AdoptedDate(date.manifest, date.layout.date))
    }
    _ = consume typeLock
  }

  private func refuse(
    _ date: AdoptableDate, _ problem: String, _ adoption: inout LakeAdoption
  ) {
    let path = date.manifest.files.first?.path ?? date.layout.manifest
    let refusal = AdoptionRefusal(.settings, path, problem)
    adoption.refused.append(
      RefusedDate(dataType: type, date: date.layout.date, problems: refusal.problems))
  }

  /// What is known of the settings, and where it stands; nil if the first date decides.
  private func known(
    _ inForce: LakeState.Settings
  ) -> (settings: PartialLakeSettings, source: String)? {
    if let chosen {
      return (PartialLakeSettings(chosen), LakeLayout.settings(of: type))
    }
    guard case .fixed(let settings, let source, _) = inForce else { return nil }
    return (settings, source)
  }

  /// Writes the settings, unless the lake has them.
  private func fix(
    _ settings: LakeSettings, _ inForce: LakeState.Settings, _ lock: MaintainedDate
  ) throws(IngestError) {
    switch inForce {
    case .fixed(_, _, loss: nil): return
    case .open(left: .some(settings)): return
    case .open, .fixed: break
    }
    let bytes = try Self.encoded { try JSON.bytes(settings) }
    let path = LakeLayout.settings(of: type)
    try lock.layout.system { () throws(SystemError) in
      try lock.remove(path)
      try lock.put(bytes, at: path, exclusively: true)
    }
  }

  private static func encoded(_ body: () throws -> [UInt8]) throws(IngestError) -> [UInt8] {
    do {
      return try body()
    } catch {
      throw IngestError(
        code: .internalError, message: "a file of BarLake cannot be written as JSON: \(error)")
    }
  }
}
