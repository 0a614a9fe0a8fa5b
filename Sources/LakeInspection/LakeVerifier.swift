public import BarLake
public import BarLakeBytes
internal import BarLakeColumnar

/// Checks every file of a lake, on all processors. A file must be readable to its last page. Its
/// statements about its values must be true. It must match its manifest. Nothing else may lie in
/// the tree. `barlake verify` prints the findings.
///
/// Memory is bounded: a thread holds one page of one column and its dictionary, and of the tree
/// only the names of one month of one data type are held. Nothing in the lake is changed. Dates
/// whose lock a run holds are skipped.
///
/// Source: `docs/spec.md`, VERIFY-1 to VERIFY-4.
public struct LakeVerifier: Sendable {
  private let lake: LakeInventory
  private let dataType: MarketDataType?
  private let date: CalendarDate?
  private let progress: (@Sendable (LakeVerificationProgress) -> Void)?

  /// Makes a verifier of the lake in the folder `root`, or of one data type or one date of it.
  ///
  /// - Parameters:
  ///   - root: the lake's folder.
  ///   - dataType: one of the four names of `MarketDataType`; nil for all.
  ///   - date: `YYYY-MM-DD`; nil for all. It is a finding if the lake has nothing of the date.
  ///   - cancellation: a request to stop, which makes ``verify()`` throw `io_error`.
  ///   - progress: receives how far the check is, after each file and from any thread; it must
  ///     return at once. With it every manifest is read once more, to know how much there is.
  /// - Throws: `unknown_data_type`, `invalid_date`, `io_error`; `invalid_argument` if `root` is not
  ///   the folder of a lake.
  public init(
    root: String, dataType: String? = nil, date: String? = nil, cancellation: Cancellation? = nil,
    progress: (@Sendable (LakeVerificationProgress) -> Void)? = nil
  ) throws(IngestError) {
    self.progress = progress
    if let dataType {
      self.dataType = try MarketDataType(name: dataType)
    } else {
      self.dataType = nil
    }
    if let date {
      self.date = try CalendarDate(date)
    } else {
      self.date = nil
    }
    lake = try LakeInventory(root: root, cancellation: cancellation)
  }

  /// Checks the lake.
  ///
  /// - Returns: the findings, none if nothing is wrong, and how much was checked.
  /// - Throws: `io_error` if a folder cannot be read, or if there is a request to stop. If a
  ///   published file, a manifest or settings cannot be read, that is a finding.
  public func verify() throws(IngestError) -> LakeVerification {
    try verify(heldTextByteLimit: .max)
  }

  /// Like ``verify()``, with pages of at most `heldTextByteLimit` bytes of text.
  package func verify(heldTextByteLimit: Int) throws(IngestError) -> LakeVerification {
    var verification = LakeVerification()
    let types = try lake.dataTypes().filter { dataType == nil || dataType == $0 }
    var meter: VerificationMeter?
    if let progress {
      meter = VerificationMeter(try VerificationMeter.total(of: types, date, in: lake), progress)
    }
    for type in types {
      var check = DataTypeVerification(
        type, of: lake, settings: try lake.settings(of: type),
        heldTextByteLimit: heldTextByteLimit, meter: meter)
      try check.run(only: date)
      verification.add(check.result)
    }
    for staging in try lake.staging() where isChosen(staging) && !staging.isInProgress {
      verification.findings.append(
        LakeFinding(kind: .leftover, path: staging.path, problem: "staged by a run that died"))
    }
    if let date, verification.dateCount + verification.inProgressCount == 0,
      verification.findings.isEmpty
    {
      verification.findings.append(
        LakeFinding(
          kind: .missing, path: dataType?.rawValue ?? ".",
          problem: "nothing of \(date) is in the lake"))
    }
    verification.findings.sort()
    return verification
  }

  private func isChosen(_ staging: LakeInventory.Staging) -> Bool {
    let name = staging.path.parts(separatedBy: "/").last ?? ""
    let parts = name.parts(separatedBy: ".")
    let isOfType = dataType.map { parts[0].isSame(as: $0.rawValue) } ?? true
    let isOfDate = date.map { parts.count > 1 && parts[1].isSame(as: $0.description) } ?? true
    return isOfType && isOfDate
  }
}

/// The result of a check.
public struct LakeVerification: Sendable, Encodable {
  /// What is wrong, sorted by path; empty if nothing is wrong.
  public var findings: [LakeFinding] = []
  /// Differences that an earlier version of the specification required. They are not findings.
  public var notes: [LakeNote] = []
  /// Dates that were checked.
  public var dateCount = 0
  /// Dates that were skipped because a run holds their lock.
  public var inProgressCount = 0
  /// Files that were checked.
  public var fileCount = 0
  /// Rows of those files, by their manifests.
  public var rowCount = 0
  /// Bytes of those files, by their manifests.
  public var byteCount = 0

  /// Whether there are no findings.
  public var isClean: Bool { findings.isEmpty }

  mutating func add(_ other: LakeVerification) {
    findings += other.findings
    notes += other.notes
    dateCount += other.dateCount
    inProgressCount += other.inProgressCount
    fileCount += other.fileCount
    rowCount += other.rowCount
    byteCount += other.byteCount
  }

  private enum CodingKeys: String, CodingKey {
    case findings, notes
    case dateCount = "dates"
    case inProgressCount = "in_progress"
    case fileCount = "files"
    case rowCount = "rows"
    case byteCount = "bytes"
  }
}

/// Checks one data type.
struct DataTypeVerification {
  private let type: MarketDataType
  private let lake: LakeInventory
  private let settings: LakeFiles.SettingsFile
  /// The columns that every file must have. If the settings do not give them, they are those of the
  /// first file.
  private var schema: Schema?
  /// The metadata that the settings require in every file; nil for a key that must be absent.
  private var metadata: [String: String?] = [:]
  private let heldTextByteLimit: Int
  private let meter: VerificationMeter?
  private(set) var result = LakeVerification()
  /// The dates of each kind of note.
  private var noted: [LakeNote.Kind: [CalendarDate]] = [:]

  init(
    _ type: MarketDataType, of lake: LakeInventory, settings: LakeFiles.SettingsFile,
    heldTextByteLimit: Int, meter: VerificationMeter?
  ) {
    self.type = type
    self.meter = meter
    self.heldTextByteLimit = heldTextByteLimit
    self.lake = lake
    self.settings = settings
    guard case .read(let fixed) = settings else { return }
    let shape = LakeFileShape(type, fixed)
    (schema, metadata) = (shape.schema, shape.metadata)
  }

  /// Checks all dates, or one.
  mutating func run(only date: CalendarDate?) throws(IngestError) {
    let (months, foreign) = try lake.months(of: type)
    checkSettings(hasManifest: months.contains { $0.records.values.contains(where: \.hasManifest) })
    if date == nil { addForeign(foreign) }
    for month in months where date.map({ LakeMonth.text(of: $0) == month.text }) ?? true {
      let inventory = try MonthInventory(month, of: lake, comparingSizes: true)
      if date == nil { addForeign(inventory.foreign) }
      let dates = inventory.dates.filter { date == nil || date == $0.date }
      result.inProgressCount += dates.count { $0.isInProgress }
      try check(dates.filter { !$0.isInProgress })
    }
    addNotes()
  }

  private mutating func addNotes() {
    for kind in LakeNote.Kind.allCases {
      guard let dates = noted[kind], let first = dates.min(), let last = dates.max() else {
        continue
      }
      result.notes.append(
        LakeNote(
          kind: kind, dataType: type,
          specVersion: kind == .foreignFiles
            ? BarLakeVersion.specification : BarLakeVersion.firstSpecification,
          dateCount: dates.count, first: first, last: last))
    }
  }

  private mutating func add(_ kind: LakeFinding.Kind, _ path: String, _ problem: String) {
    result.findings.append(LakeFinding(kind: kind, path: path, problem: problem))
  }

  private mutating func addForeign(_ paths: [String]) {
    for path in paths { add(.unlisted, path, "no file of a date may be here") }
  }

  private mutating func checkSettings(hasManifest: Bool) {
    switch settings {
    case .missing where hasManifest: add(.settings, LakeLayout.settings(of: type), "missing")
    case .unreadable: add(.settings, LakeLayout.settings(of: type), "not readable")
    case .missing, .read: break
    }
  }

  /// A file to check, and its date.
  private struct ListedFile: Sendable {
    var date: DateInventory
    var manifest: Manifest
    var file: Manifest.File
  }

  private mutating func check(_ dates: [DateInventory]) throws(IngestError) {
    var listedFiles: [ListedFile] = []
    for date in dates {
      guard case .read(let manifest) = date.manifest else { continue }
      listedFiles += date.files.map { ListedFile(date: date, manifest: manifest, file: $0) }
    }
    let (lake, work, metadata) = (self.lake, listedFiles, self.metadata)
    let (type, heldTextByteLimit, meter) = (self.type, self.heldTextByteLimit, self.meter)
    let outcomes = try OrderedWork.map(count: work.count) { number throws(IngestError) in
      let listed = work[number]
      defer { meter?.note(byteCount: listed.file.byteCount) }
      let layout = LakeLayout(
        root: lake.root, dataType: type, date: listed.date.date,
        key: PartitionKey(type, listed.manifest.partitioning))
      return try FileVerification(
        listed.file, of: listed.manifest, layout, lakeMetadata: metadata,
        heldTextByteLimit: heldTextByteLimit, in: lake
      ).run()
    }
    var findings: [CalendarDate: [LakeFinding]] = [:]
    var notes: [CalendarDate: Set<LakeNote.Kind>] = [:]
    for (listed, outcome) in zip(listedFiles, outcomes) {
      var found = outcome.findings
      if let other = outcome.schema {
        let expected = schema ?? other
        if !other.isSame(as: expected) {
          let problem = "columns: \(Self.text(expected)) expected, \(Self.text(other)) found"
          found.append(LakeFinding(kind: .schema, path: listed.file.path, problem: problem))
        }
        schema = expected
      }
      if !found.isEmpty { findings[listed.date.date, default: []] += found }
      if !outcome.notes.isEmpty { notes[listed.date.date, default: []].formUnion(outcome.notes) }
    }
    for date in dates {
      try conclude(date, with: findings[date.date] ?? [], notes[date.date] ?? [])
    }
  }

  /// Counts a date and adds its findings, unless the date was changed meanwhile.
  private mutating func conclude(
    _ date: DateInventory, with findings: [LakeFinding], _ notes: Set<LakeNote.Kind>
  ) throws(IngestError) {
    let all = self.findings(about: date) + findings
    if !all.isEmpty, try isChanged(date) {
      result.inProgressCount += 1
      return
    }
    result.findings += all
    var notes = notes
    if case .read(let manifest) = date.manifest {
      if manifest.specVersion == BarLakeVersion.firstSpecification {
        if manifest.adopted == nil { notes.insert(.manifestChecksum) }
        if manifest.doubtful == nil { notes.insert(.doubtfulBars) }
        if type.isOption { notes.insert(.paddedRoots) }
      }
      if manifest.adopted == .foreign { notes.insert(.foreignFiles) }
    }
    for kind in notes { noted[kind, default: []].append(date.date) }
    let files = date.files
    result.dateCount += 1
    result.fileCount += files.count
    result.rowCount += files.reduce(0) { $0 + $1.rowCount }
    result.byteCount += files.reduce(0) { $0 + $1.byteCount }
  }

  private func isChanged(_ date: DateInventory) throws(IngestError) -> Bool {
    if try lake.isInProgress(type, date.date) { return true }
    switch (date.manifest, try lake.manifest(type, date.date)) {
    case (.read(let seen), .read(let manifest)): return seen != manifest
    case (.missing, .missing), (.unreadable, .unreadable): return false
    default: return true
    }
  }

  /// The findings that the names and sizes of a date's files show.
  private func findings(about date: DateInventory) -> [LakeFinding] {
    let layout = lake.layout(of: type, date.date)
    var findings: [LakeFinding] = []
    func add(_ kind: LakeFinding.Kind, _ path: String, _ problem: String) {
      findings.append(LakeFinding(kind: kind, path: path, problem: problem))
    }
    switch date.manifest {
    case .missing: break
    case .unreadable(let fault): add(.manifest, layout.manifest, "not readable: \(fault)")
    case .read(let manifest):
      if !manifest.isOf(type, date.date) {
        add(.manifest, layout.manifest, "of \(manifest.dataType.rawValue) \(manifest.date)")
      }
      if case .read(let fixed) = settings,
        manifest.profile != fixed.profile || manifest.partitioning != fixed.partitioning
      {
        let found = "\(manifest.profile.rawValue) by \(manifest.partitioning.rawValue)"
        let expected = "\(fixed.profile.rawValue) by \(fixed.partitioning.rawValue)"
        add(.settings, layout.manifest, "\(expected) expected, \(found) found")
      }
      let written = manifest.files.rowCount
      let rows = manifest.rows
      if rows.written != written {
        add(.manifest, layout.manifest, "\(rows.written) rows, \(written) in its files")
      }
      if rows.read != rows.written + rows.filtered {
        let parts = "\(rows.written) written and \(rows.filtered) filtered"
        add(.manifest, layout.manifest, "\(rows.read) rows read, \(parts)")
      }
    }
    for path in date.missing { add(.missing, path, "in the manifest, but not in the lake") }
    for (file, byteCount) in date.resized {
      add(.size, file.path, "\(file.byteCount) bytes expected, \(byteCount) found")
    }
    for path in date.unlisted {
      let origin =
        switch try? FooterInspection.isOf(layout, path: layout.absolute(path)) {
        case true?: "though it is a file of this date"
        case false?: "foreign"
        case nil: "not readable"
        }
      add(.unlisted, path, "in no manifest, \(origin)")
    }
    if date.hasPublishingList {
      add(.leftover, layout.intent, "left by a run that died or failed while it published")
    }
    return findings
  }

  private static func text(_ schema: Schema) -> String {
    let fields = schema.fields.map { "\($0.name) \($0.type)\($0.isNullable ? "" : " required")" }
    return fields.joined(separator: ", ")
  }
}
