internal import BarLakeAudit
internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// Counts of the records that were read into columns.
package struct RecordCounts: Equatable, Sendable {
  /// Records read, including those that the filter dropped.
  package var read = 0
  /// Rows kept.
  package var written = 0
  /// Kept rows whose instant is outside the date.
  var dateMismatches = 0
  /// Kept rows whose ticker does not parse and for which a column had to come from the ticker.
  var unparsedContracts = 0
  /// Kept rows whose volume was rounded.
  package var roundedVolumes = 0
  /// Bytes of the eight input columns as typed buffers.
  var typedByteCount = 0
  /// Bytes of the same columns in an untyped frame. Each row takes seven numbers of 8 bytes, and a
  /// text object of 57 bytes plus the length of its text.
  var plainByteCount = 0

  package init() {}

  package static func += (total: inout RecordCounts, part: RecordCounts) {
    total.read += part.read
    total.written += part.written
    total.dateMismatches += part.dateMismatches
    total.unparsedContracts += part.unparsedContracts
    total.roundedVolumes += part.roundedVolumes
    total.typedByteCount += part.typedByteCount
    total.plainByteCount += part.plainByteCount
  }

  /// How much smaller the typed buffers of the eight input columns are than those of an untyped
  /// frame, in percent; 0 without rows.
  var memoryReductionPercent: Double {
    plainByteCount == 0 ? 0 : 100 * (1 - Double(typedByteCount) / Double(plainByteCount))
  }
}

/// Reads the records of one flat file into the columns of a lake's file.
///
/// One thread uses an object. The object knows the plan (types, date, filter) and the file's
/// header. ``append(_:of:)`` takes records; ``finish()`` returns them as a batch.
final class RecordColumns {
  private let plan: ReadPlan
  private let binding: HeaderBinding
  /// The columns of a batch, without extra columns.
  private let ownColumns: [LakeColumn]
  /// The builders of the file's columns, in the order of the file.
  private var builders: [(position: Int, builder: ColumnBuilder)] = []
  private var byColumn: [BarColumn: ColumnBuilder] = [:]
  private var extras: [ColumnBuilder?] = []
  private let instantParser: TimestampParser
  private let timestamps: TypedColumnBuilder<TimestampParser>
  /// The instants of the date, in the column's unit.
  private let instants: DateInstants
  /// The tickers; the contracts of options are parsed from them.
  private let tickers = SymbolColumnBuilder(emptyRule: .rejectAsKey)
  private var contracts: ContractColumns?
  private var filter: RecordFilter?
  private let names: PartitionNameCheck?
  private var rowCount = 0
  /// The line of each row; filled only if doubtful bars are errors.
  private var lines: [Int] = []
  private(set) var counts = RecordCounts()

  init(plan: ReadPlan, binding: HeaderBinding, path: ScanPath) {
    self.plan = plan
    self.binding = binding
    ownColumns = MarketSchema.storedColumns(for: plan.dataType, options: plan.options)
    let unit = plan.profile.timestampUnit
    instantParser = TimestampParser(
      unit: unit, emptyRule: .rejectAsKey, misfit: .badTimestamp, path: path)
    timestamps = TypedColumnBuilder(instantParser)
    instants = DateInstants(plan.date, in: unit)
    contracts =
      plan.dataType.isOption
      ? ContractColumns(isSinglePrecision: plan.profile == .classic) : nil
    let field = PartitionField(binding, dataType: plan.dataType)
    filter = plan.filter.map { RecordFilter($0, of: field, noting: plan.matches) }
    names = plan.key.map { PartitionNameCheck($0, of: field) }
    let makers = ColumnMakers(plan: plan, path: path, tickers: tickers, timestamps: timestamps)
    for (column, position) in binding.positions {
      let builder = makers.builder(for: column)
      byColumn[column] = builder
      builders.append((position, builder))
    }
    for (extra, position) in zip(plan.options.extraColumns, binding.extraPositions) {
      let builder = position.map { _ in makers.builder(for: extra.type) }
      extras.append(builder)
      if let position, let builder { builders.append((position, builder)) }
    }
    builders.sort { $0.position < $1.position }
  }

  /// Appends the records `rows` of `block`.
  ///
  /// - Throws: the first failure in the order of the records, then of their fields. After that only
  ///   ``factsBeforeFailure()`` may be called.
  func append(_ rows: Range<Int>, of block: borrowing ScannedBlock) throws(CSVError) {
    let text = block.text
    let isKept = filter?.isKept(block.index, of: text.span, rows: rows)
    let failure = append(block.index, of: text.span, rows: rows, isKept: isKept)
    if plan.options.strictBars {
      let taken = rows.lowerBound..<(failure?.row ?? rows.upperBound)
      for row in taken where isKept?[row] ?? true { lines.append(block.recordLines[row]) }
      // Every builder has the rows before the failure, and perhaps more.
      if failure != nil { rowCount = lines.count }
    }
    if let failure { throw block.error(failure) }
  }

  private func append(
    _ index: RecordIndex, of text: Span<UInt8>, rows: Range<Int>, isKept: [Bool]?
  ) -> FieldFailure? {
    var selection = RowSelection(
      rows: rows, isKept: isKept, skipsDropped: plan.scan == .matchingRows)
    var failure: FieldFailure?
    for (position, builder) in builders {
      if var found = builder.append(index, position, text, selection) {
        if binding.extraPositions.contains(position) { found.reason = .badNumber }
        failure = found
        // Only an earlier record can still matter.
        selection.rows = rows.lowerBound..<found.row
      }
    }
    if let names {
      // Check the failing record too: the field with the name may be before the field that failed.
      var checked = selection
      checked.rows = rows.lowerBound..<(failure.map { $0.row + 1 } ?? rows.upperBound)
      if let found = names.firstFailure(index, of: text, checked), found.precedes(failure) {
        failure = found
        selection.rows = rows.lowerBound..<found.row
      }
    }
    if plan.options.strictDates, let found = firstMismatch(index, of: text, selection) {
      return found
    }
    if let failure { return failure }
    contracts?.append(tickers.codes, of: tickers.dictionary, from: rowCount)
    counts.dateMismatches += timestamps.buffer[rowCount...].count { !instants.contains($0) }
    counts.read += rows.count
    let kept = isKept.map { isKept in rows.reduce(0) { $0 + (isKept[$1] ? 1 : 0) } } ?? rows.count
    counts.written += kept
    rowCount += kept
    return nil
  }

  /// The first record of `selection` whose instant is outside the date; records that the scan
  /// leaves unread are skipped.
  private func firstMismatch(
    _ index: RecordIndex, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    let position = binding.positions[.windowStart] ?? 0
    for row in selection.rows {
      if selection.skipsDropped, !(selection.isKept?[row] ?? true) { continue }
      let field = index.range(row: row, column: position)
      if case .value(let instant) = instantParser.parse(text, field.lowerBound, field.upperBound),
        !instants.contains(instant)
      {
        return FieldFailure(row: row, column: position, reason: .dateMismatch)
      }
    }
    return nil
  }

  /// Bytes of text held since the last batch.
  var heldTextByteCount: Int { builders.reduce(0) { $0 + $1.builder.heldTextByteCount() } }

  /// Rows appended since the last batch.
  var pendingRowCount: Int { rowCount }

  /// All rows since the last call as a batch, their counts, and their facts about doubtful bars.
  /// Then the object is empty again.
  ///
  /// The batch has the columns of the plan's schema. If the date is partitioned, a column for
  /// ``ReadPlan/key`` follows, and after it perhaps a column that marks rounded rows.
  func finish() -> (batch: RecordBatch, counts: RecordCounts, facts: BarFacts) {
    let roundedRows = byColumn[.volume]?.roundedRows() ?? []
    counts.roundedVolumes = roundedRows.count
    var columns = byColumn.mapValues { $0.finish() }
    let facts = facts(columns)
    // A column without rows still has a buffer, so it is not counted.
    if rowCount > 0 {
      for column in BarColumn.required { count(columns[column], isTicker: column == .ticker) }
    }
    let given = columns.filter { BarColumn.contract.contains($0.key) }
    if let (contracts, unparsedCount) = contracts?.finish(given) {
      columns.merge(contracts) { _, filled in filled }
      counts.unparsedContracts = unparsedCount
    }
    let extraColumns = zip(plan.options.extraColumns, extras).map { extra, builder in
      builder?.finish() ?? extra.type.nullColumn(rowCount: rowCount)
    }
    var batch = RecordBatch(
      columns: ownColumns.map { column($0, among: columns) } + extraColumns, rowCount: rowCount)
    if let key = plan.key { batch.columns.append(column(key.column, among: columns)) }
    if plan.options.marksRoundedRows(dividedBy: plan.key) {
      var isRounded = [Bool](repeating: false, count: rowCount)
      for row in roundedRows { isRounded[Int(row)] = true }
      batch.columns.append(Column(.bool(isRounded)))
    }
    let counts = self.counts
    self.counts = RecordCounts()
    rowCount = 0
    lines = []
    return (batch, counts, facts)
  }

  private func facts(_ columns: [BarColumn: Column]) -> BarFacts {
    BarFacts(
      AuditedColumns(columns), rowCount: rowCount, rules: AuditRules(plan.dataType),
      isOutside: counts.dateMismatches == rowCount, lines: lines)
  }

  /// The facts about the rows before a failure, if doubtful bars are errors. The earlier of a
  /// doubtful row and the failure is reported.
  func factsBeforeFailure() -> BarFacts {
    guard plan.options.strictBars else { return BarFacts() }
    return facts(byColumn.mapValues { $0.finish() })
  }

  private func count(_ column: Column?, isTicker: Bool) {
    guard let column else { return }
    counts.typedByteCount += column.bufferByteCount
    guard isTicker else {
      counts.plainByteCount += rowCount * 8
      return
    }
    switch column.values {
    case .dictionary(let values):
      let lengths = (0..<values.dictionary.count).map { values.dictionary.range($0).count }
      counts.plainByteCount += values.codes.reduce(rowCount * 57) { $0 + lengths[Int($1)] }
    case .string(let texts):
      counts.plainByteCount += rowCount * 57 + texts.bytes.count
    default:
      counts.plainByteCount += rowCount * 57
    }
  }

  /// A column of the lake, made from the columns of the file or from the date.
  private func column(_ column: LakeColumn, among columns: [BarColumn: Column]) -> Column {
    let type = column.type(in: plan.dataType, profile: plan.profile)
    if let value = column.value(on: plan.date, type) {
      return Column(.repeated(value, count: rowCount))
    }
    guard case .fields(let origin) = column.origin, let values = columns[origin] else {
      preconditionFailure("no column is made for \(column.name)")
    }
    return values
  }
}
