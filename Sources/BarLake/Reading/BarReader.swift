internal import BarLakeBytes
internal import BarLakeCSV
internal import BarLakeColumnar

/// Reads one flat file from start to end on one thread. It returns the bars as batches, in the
/// order of the file, and counts them.
struct BarReader: ~Copyable {
  let plan: ReadPlan
  let binding: HeaderBinding

  private let controls: RunControls
  private let batchTextByteLimit: Int
  private let columns: RecordColumns
  private(set) var records: RecordReader
  /// Whether the last block was read.
  private var hasEnded = false
  /// The next record of the block, from 0.
  private var row = 0
  private var audit: BarAudit
  /// Records read so far, including the batch in progress.
  private var readCount = 0
  /// The counts of all complete batches.
  private(set) var counts = RecordCounts()

  /// Opens the input and reads the header. A batch ends early once its texts take more than
  /// `batchTextByteLimit`, so memory is bounded and no offset into texts overflows.
  init(
    _ source: ByteSource, plan: ReadPlan, controls: RunControls, path: ScanPath,
    batchTextByteLimit: Int
  ) throws(IngestError) {
    var file = try FlatFile(source, root: plan.root, cancellation: controls.cancellation)
    let header = try InputHeader.find(in: &file)
    let binding = try header.binding(for: plan, of: &file)
    self.plan = plan
    self.binding = binding
    self.controls = controls
    self.batchTextByteLimit = batchTextByteLimit
    audit = BarAudit(plan: plan, binding: binding)
    columns = RecordColumns(plan: plan, binding: binding, path: path)
    records = RecordReader(
      file, after: header, path: path, notesLines: plan.options.strictBars)
  }

  /// The doubtful bars of all complete batches.
  var findings: BarFindings { audit.findings(date: plan.date, profile: plan.profile) }

  /// The next bars; nil after the last. A batch has `rowLimit` rows, or fewer at the end of the
  /// file or if its texts are long.
  ///
  /// - Throws: any error of the input, or `memory_limit_exceeded`. Nothing more can be read after
  ///   that.
  mutating func next(upTo rowLimit: Int) throws(IngestError) -> RecordBatch? {
    while !hasEnded {
      while row < records.block.recordCount {
        let count = min(records.block.recordCount - row, rowLimit - columns.pendingRowCount)
        do throws(CSVError) {
          try columns.append(row..<(row + count), of: records.block)
        } catch {
          throw failed(error)
        }
        row += count
        readCount += count
        try controls.memory.checkIfDue()
        if columns.pendingRowCount == rowLimit || columns.heldTextByteCount > batchTextByteLimit {
          return try endBatch()
        }
      }
      do throws(CSVError) {
        try records.block.checkStructure()
      } catch {
        throw failed(error)
      }
      controls.report(sourceByteCount: records.file.sourceByteCount, rowCount: readCount)
      hasEnded = try !records.next()
      row = 0
    }
    // The last batch may have no rows and still count records that the filter dropped.
    let last = try endBatch()
    if let error = audit.wholeInputError() { throw error }
    return last.rowCount == 0 ? nil : last
  }

  /// Returns the rows since the last batch. Throws if one of them is doubtful in a strict call.
  private mutating func endBatch() throws(IngestError) -> RecordBatch {
    let (batch, counted, facts) = columns.finish()
    counts += counted
    if let error = audit.take(facts) { throw reported(error) }
    return batch
  }

  /// The error to report for `error`. A doubtful row before the wrong record has priority.
  private mutating func failed(_ error: CSVError) -> IngestError {
    reported(audit.take(columns.factsBeforeFailure()) ?? error)
  }

  /// The error in its final form. A damaged gzip container has priority over it.
  private mutating func reported(_ error: CSVError) -> IngestError {
    records.failed(plan.error(error, binding))
  }
}
