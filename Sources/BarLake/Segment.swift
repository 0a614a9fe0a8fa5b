internal import Bytes
internal import Columnar

// The rows of one partition out of one run, as they wait for the end of the input: a head, then the
// stored columns, one after the other.

/// What a segment begins with: the way to the segment before it of the same partition.
struct SegmentHead {
  static let byteCount = 16

  /// Where the segment before stands; empty if there is none.
  var previous = 0..<0
  var rowCount: Int

  init(rowCount: Int) {
    self.rowCount = rowCount
  }

  init(_ bytes: borrowing Span<UInt8>) {
    let start = Int(bytes.littleEndianWord(at: 0))
    previous = start..<start + Int(bytes.littleEndianHalfWord(at: 8))
    rowCount = Int(bytes.littleEndianHalfWord(at: 12))
  }

  /// Appends a head of the first segment of its partition.
  func append(to buffer: inout ByteBuffer) {
    for _ in 0..<3 { buffer.append(littleEndian: 0) }
    buffer.append(littleEndian: UInt32(rowCount))
  }

  /// Tells the head at `offset` of `buffer` which segment comes before it.
  static func link(_ buffer: inout ByteBuffer, at offset: Int, to previous: Range<Int>) {
    let start = previous.lowerBound
    buffer.replace(offset, littleEndian: UInt32(truncatingIfNeeded: start))
    buffer.replace(offset + 4, littleEndian: UInt32(truncatingIfNeeded: start >> 32))
    buffer.replace(offset + 8, littleEndian: UInt32(previous.count))
  }
}

/// Which columns of a batch wait with their rows, and which are known without.
struct SegmentLayout: Sendable {
  /// How a column of a file comes about.
  enum Origin: Sendable {
    /// From the segments: which of the stored columns it is.
    case stored(Int)
    /// It is the same in all rows of the date, as in this column.
    case constant(Column)
    /// It is the partition's value.
    case value
  }

  /// Of the file's columns.
  let origins: [Origin]
  /// The numbers, in a batch, of the columns that segments hold.
  let storedColumns: [Int]
  /// A column without rows for each of them.
  let emptyColumns: [Column]
  /// Which of the stored columns tells of each row whether its volume was rounded.
  let roundedColumn: Int?

  /// The layout of the batches of a plan, of which `batch` is one.
  init(_ batch: RecordBatch, plan: IngestPlan) {
    var origins: [Origin] = []
    var stored: [Int] = []
    for (number, field) in plan.schema.fields.enumerated() {
      if field.name.isSame(as: plan.key?.name ?? "") {
        origins.append(.value)
      } else if case .repeated = batch.columns[number].values {
        origins.append(.constant(batch.columns[number]))
      } else {
        origins.append(.stored(stored.count))
        stored.append(number)
      }
    }
    roundedColumn = plan.marksRoundedRows ? stored.count : nil
    if plan.marksRoundedRows { stored.append(Self.keyColumn(plan) + 1) }
    self.origins = origins
    storedColumns = stored
    emptyColumns = stored.map { batch.columns[$0].withoutRows }
  }

  /// The number, in a batch, of the column of the partitions' values, behind those of the file.
  static func keyColumn(_ plan: IngestPlan) -> Int { plan.schema.fields.count }
}

/// Puts the segments of one partition together again.
struct SegmentReader {
  private let layout: SegmentLayout
  private var columns: [Column]
  private(set) var rowCount = 0
  /// Rows so far, of all batches, whose volume was rounded.
  private(set) var roundedCount = 0

  init(_ layout: SegmentLayout) {
    self.layout = layout
    columns = layout.emptyColumns
  }

  /// Bytes of the rows since the last batch.
  var byteCount: Int { columns.reduce(0) { $0 + $1.bufferByteCount } }

  /// Appends the rows of a segment.
  mutating func append(_ segment: borrowing Span<UInt8>) {
    let head = SegmentHead(segment)
    var position = SegmentHead.byteCount
    for column in columns.indices {
      columns[column].append(head.rowCount, rowsFrom: segment, at: &position)
    }
    rowCount += head.rowCount
  }

  /// The rows since the last batch, with the columns of the file; `value` is the partition's.
  mutating func finishBatch(value: [UInt8]) -> RecordBatch {
    let (stored, rowCount) = (columns, self.rowCount)
    columns = layout.emptyColumns
    self.rowCount = 0
    if let column = layout.roundedColumn, case .bool(let flags) = stored[column].values {
      roundedCount += flags.count { $0 }
    }
    return RecordBatch(
      columns: layout.origins.map { origin in
        switch origin {
        case .stored(let column): stored[column]
        case .constant(let column): column.repeated(count: rowCount)
        case .value:
          Column(.repeated(.string(StringValues(texts: [value])), count: rowCount))
        }
      },
      rowCount: rowCount)
  }
}

extension Column {
  /// The one value of this column, or null, in another number of rows.
  fileprivate func repeated(count: Int) -> Column {
    guard case .repeated(let value, _) = values else {
      preconditionFailure("a constant column repeats one value")
    }
    var validity: Validity?
    if let own = self.validity {
      validity = Validity()
      validity?.append(own.nullCount == 0, count: count)
    }
    return Column(.repeated(value, count: count), validity: validity)
  }
}
