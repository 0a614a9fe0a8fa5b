package import BarLake
internal import BarLakeBytes
package import BarLakeColumnar
internal import BarLakeHivePartitions
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks one file that a manifest lists: compares everything that it states with everything that
/// it holds. A file that was adopted from another program need not be as BarLake writes it.
///
/// Source: `docs/spec.md`, VERIFY-1 and VERIFY-3.4.
package struct FileVerification {
  /// The result of the check.
  package struct Outcome: Sendable {
    package var findings: [LakeFinding] = []
    /// The file's columns, as far as Parquet distinguishes types; nil if they cannot be read.
    package var schema: Schema?
    /// The differences that an earlier version of the specification required.
    var notes: Set<LakeNote.Kind> = []
  }

  private let lake: LakeInventory
  private let manifest: Manifest
  private let file: Manifest.File
  private let layout: LakeLayout
  private let lakeMetadata: [String: String?]
  /// Whether another program wrote the file.
  private let isForeign: Bool
  /// The most bytes of text that a page and its dictionary may hold.
  private let heldTextByteLimit: Int
  private var outcome = Outcome()

  /// `file` is a file of `manifest` and exists. `layout` has the paths of its date, for the
  /// partitioning of the manifest. `lakeMetadata` holds metadata keys with the value that every
  /// file of the data type has; nil means that the key must be absent.
  package init(
    _ file: Manifest.File, of manifest: Manifest, _ layout: LakeLayout,
    lakeMetadata: [String: String?], heldTextByteLimit: Int, in lake: LakeInventory
  ) {
    self.heldTextByteLimit = heldTextByteLimit
    self.lake = lake
    self.manifest = manifest
    self.file = file
    self.lakeMetadata = lakeMetadata
    self.layout = layout
    isForeign = manifest.adopted == .foreign
  }

  /// Checks the file, one page at a time.
  ///
  /// - Throws: `io_error` if there is a request to stop.
  package consuming func run() throws(IngestError) -> Outcome {
    var check = self
    try check.check()
    if check.outcome.findings.isEmpty { try check.checkContent() }
    return check.outcome
  }

  private mutating func check() throws(IngestError) {
    let parquet: ParquetFile
    let schema: Schema
    do throws(ParquetReadingError) {
      parquet = try ParquetFile(path: layout.absolute(file.path))
      schema = try parquet.schema()
    } catch {
      add(.unreadable, text(of: error))
      return
    }
    outcome.schema = schema.inParquet
    checkPath()
    if !isForeign { checkMetadata(parquet) }
    let rowCounts = parquet.metadata.rowGroups.map(\.rowCount)
    guard isSound(rowCounts, total: parquet.metadata.rowCount) else { return }
    for rowGroup in rowCounts.indices {
      for column in parquet.leaves.indices {
        try lake.checkCancellation()
        checkColumn(parquet, rowGroup: rowGroup, column: column)
      }
    }
  }

  private mutating func add(_ kind: LakeFinding.Kind, _ problem: String) {
    outcome.findings.append(LakeFinding(kind: kind, path: file.path, problem: problem))
  }

  /// The text of an error; its path has the form that findings use.
  private func text(of error: ParquetReadingError) -> String {
    guard case .system(let error) = error.reason else { return "\(error)" }
    return IngestError.io(error, root: lake.root).message
  }

  /// Checks the bytes of the file. For example, if the files of two symbols were swapped,
  /// everything that each states about itself is true.
  private mutating func checkContent() throws(IngestError) {
    do throws(SystemError) {
      let found = try HashedFile.sha256(
        of: layout.absolute(file.path), cancellation: lake.cancellation)
      if found != file.sha256 {
        add(.content, "not the bytes that were written: the SHA-256 is not that of the manifest")
      }
    } catch {
      try lake.checkCancellation()
      add(.unreadable, IngestError.io(error, root: lake.root).message)
    }
  }

  /// Checks the path: a date is one file, or one file per symbol.
  private mutating func checkPath() {
    if layout.key == nil ? file.path.isSame(as: layout.file) : pathSymbol != nil { return }
    add(.unlisted, "not a path of a date partitioned by \(manifest.partitioning.rawValue)")
  }

  /// The symbol, or underlying, that the path names; nil if it names none.
  private var pathSymbol: [UInt8]? {
    let parts = file.path.parts(separatedBy: "/")
    return parts.count == 5 ? PartitionPath.symbol(parts[3], of: layout.dataType) : nil
  }

  private mutating func checkMetadata(_ parquet: ParquetFile) {
    let expected = [
      (MetadataKey.dataType, layout.dataType.rawValue),
      (MetadataKey.date, layout.date.description),
      (MetadataKey.profile, manifest.profile.rawValue),
      (MetadataKey.partitioning, manifest.partitioning.rawValue),
      (MetadataKey.filter, SymbolFilter.name(SymbolFilter(manifest.filter))),
      (MetadataKey.specVersion, manifest.specVersion),
    ]
    for (key, value) in expected {
      let found = parquet.metadataValue(key)
      if found.map(ExactText.init) != ExactText(value) {
        add(.metadata, "\(key): \(value) expected, \(found ?? "none") found")
      }
    }
    for (key, value) in lakeMetadata
    where parquet.metadataValue(key).map(ExactText.init) != value.map(ExactText.init) {
      add(.metadata, "\(key): not the value that every file of the lake has")
    }
  }

  /// Checks that the row groups have the required numbers of rows, so that reading them is bounded.
  /// Those of another program may have any number that is read at all.
  private mutating func isSound(_ rowCounts: [Int64], total: Int64) -> Bool {
    let expected = Int64(file.rowCount)
    var sum: Int64 = 0
    for (number, count) in rowCounts.enumerated() {
      let most = Int64(MarketSchema.rowGroupRowCount)
      let isLast = number == rowCounts.count - 1
      let isPossible =
        isForeign
        ? (0...ParquetFile.rowLimit).contains(count)
        : count == most || (isLast && count > 0 && count < most)
      guard isPossible else {
        add(.rows, "row group \(number + 1) has \(count) rows")
        return false
      }
      sum += count
    }
    guard sum == expected, total == expected else {
      let found = sum == total ? "\(sum)" : "\(sum) in row groups, \(total) in all,"
      add(.rows, "rows: \(expected) in the manifest, \(found) found")
      return false
    }
    return true
  }

  private mutating func checkColumn(_ parquet: ParquetFile, rowGroup: Int, column: Int) {
    let leaf = parquet.leaves[column]
    let place = "row group \(rowGroup + 1), \(leaf.name)"
    do throws(ParquetReadingError) {
      guard let type = leaf.dataType else { return }
      // An index that cannot be read is reported after the faults of the pages.
      let index = Result { () throws(ParquetReadingError) in
        try parquet.columnIndex(rowGroup: rowGroup, column: column)
      }
      var judge = (try? index.get()).flatMap { $0 }.map { ColumnIndexJudge($0, type: type) }
      var bounds = ValueBounds()
      var encoding =
        type == .string && !isForeign ? TextEncodingJudge(leaf.name, of: layout.dataType) : nil
      let pages = try parquet.readPages(
        rowGroup: rowGroup, column: column, heldTextByteLimit: heldTextByteLimit
      ) { (values, _) throws(ParquetReadingError) in
        let pageBounds = ValueBounds(of: values, rows: 0..<values.count)
        judge?.take(pageBounds)
        encoding?.take(values)
        bounds.formUnion(pageBounds, type: type)
      }
      guard let chunk = parquet.metadata.rowGroups[rowGroup].columns[column].metaData
      else { return }
      // Writers count the bytes of pages in different ways.
      for fault in isForeign ? [] : ChunkFault.faults(of: chunk, pages: pages) {
        add(.unreadable, "\(place): \(fault.problem)")
      }
      let problem = encoding?.problem(pages)
      if let problem { addEncoding("\(place): \(problem)") }
      checkValues(bounds, of: leaf.name, place)
      var faults =
        isForeign
        ? ChunkFault.faults(ofPossible: chunk.statistics, against: bounds, type: type)
        : ChunkFault.faults(of: chunk.statistics, against: bounds)
      if let index = try parquet.offsetIndex(rowGroup: rowGroup, column: column) {
        let dataPages = pages.filter { $0.header.type != .dictionaryPage }
        faults += ChunkFault.faults(of: index, pages: dataPages)
      }
      _ = try index.get()
      faults += judge?.faults ?? []
      for fault in faults where fault.kind != .looseBound {
        let page = fault.page.map { ", column index, page \($0 + 1)" } ?? ""
        add(.statistics, "\(place)\(page): \(fault.problem)")
      }
    } catch {
      add(.unreadable, "\(place): \(text(of: error))")
    }
  }

  /// Texts are encoded as their column requires. By the first version of the specification they
  /// were encoded as their content required; that is a note.
  private mutating func addEncoding(_ problem: String) {
    if manifest.specVersion == BarLakeVersion.firstSpecification {
      outcome.notes.insert(.textEncoding)
    } else {
      add(.encoding, problem)
    }
  }

  /// Checks that key columns hold no nulls, and that every row has the value of the path.
  private mutating func checkValues(_ bounds: ValueBounds, of column: String, _ place: String) {
    guard let column = LakeColumn(rawValue: column) else { return }
    if column.isKey, bounds.nullCount > 0 {
      add(.value, "\(place): \(bounds.nullCount) nulls in a key column")
    }
    var expected: [UInt8] = []
    switch column {
    case .date: expected.append(littleEndian: layout.date.daysSinceEpoch)
    case .year: expected.append(littleEndian: Int32(layout.date.year))
    case .month: expected.append(littleEndian: Int32(layout.date.month))
    case layout.key?.column: expected = pathSymbol ?? []
    default: return
    }
    if bounds.nullCount > 0 || bounds.min != expected || bounds.max != expected {
      add(.value, "\(place): not every row has the value of the path")
    }
  }
}
