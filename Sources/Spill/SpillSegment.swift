package import BarLakeBytes
package import BarLakeColumnar

// The rows of one key out of one spill, as they wait for the end of the input: a head, then the
// stored columns, one after the other.

/// What a segment begins with: the way to the segment before it of the same key.
package struct SegmentHead {
  package static let byteCount = 16

  /// Where the segment before stands; empty if there is none.
  package var previous = 0..<0
  var rowCount: Int

  init(rowCount: Int) {
    self.rowCount = rowCount
  }

  package init(_ bytes: borrowing Span<UInt8>) {
    let start = Int(bytes.littleEndianWord(at: 0))
    previous = start..<start + Int(bytes.littleEndianHalfWord(at: 8))
    rowCount = Int(bytes.littleEndianHalfWord(at: 12))
  }

  /// Appends a head of the first segment of its key.
  func append(to buffer: inout ByteBuffer) {
    for _ in 0..<3 { buffer.append(littleEndian: 0) }
    buffer.append(littleEndian: UInt32(rowCount))
  }

  /// Tells the head at `offset` of `buffer` which segment comes before it.
  package static func link(_ buffer: inout ByteBuffer, at offset: Int, to previous: Range<Int>) {
    let start = previous.lowerBound
    buffer.replace(offset, littleEndian: UInt32(truncatingIfNeeded: start))
    buffer.replace(offset + 4, littleEndian: UInt32(truncatingIfNeeded: start >> 32))
    buffer.replace(offset + 8, littleEndian: UInt32(previous.count))
  }
}

/// What the batches of an ingest look like: the columns of a file, then one of keys, which has a
/// dictionary, then perhaps one of flags.
package struct SpillShape: Sendable {
  /// Columns of a file.
  package var columnCount: Int
  /// Which of them shows the key, if one does.
  package var shownKeyColumn: Int?
  /// Whether there is a column of flags, whose number per key is asked for.
  package var hasFlags: Bool

  package init(columnCount: Int, shownKeyColumn: Int?, hasFlags: Bool) {
    self.columnCount = columnCount
    self.shownKeyColumn = shownKeyColumn
    self.hasFlags = hasFlags
  }

  /// The number, in a batch, of the column of keys.
  package var keyColumn: Int { columnCount }
  /// The number, in a batch, of the column of flags, if there is one.
  package var flagColumn: Int { columnCount + 1 }
}

/// Which columns of a batch wait with their rows, and which are known without.
package struct SpillLayout: Sendable {
  /// How a column of a file comes about.
  enum Origin: Sendable {
    /// From the segments: which of the stored columns it is.
    case stored(Int)
    /// It is the same in all rows, as in this column.
    case constant(Column)
    /// It is the key.
    case key
  }

  /// Of the file's columns.
  let origins: [Origin]
  /// The numbers, in a batch, of the columns that segments hold.
  let storedColumns: [Int]
  /// A column without rows for each of them.
  let emptyColumns: [Column]
  /// Which of the stored columns is that of flags.
  let flagColumn: Int?

  /// The layout of batches of a shape, of which `batch` is one.
  init(_ batch: RecordBatch, _ shape: SpillShape) {
    var origins: [Origin] = []
    var stored: [Int] = []
    for number in 0..<shape.columnCount {
      if number == shape.shownKeyColumn {
        origins.append(.key)
      } else if case .repeated = batch.columns[number].values {
        origins.append(.constant(batch.columns[number]))
      } else {
        origins.append(.stored(stored.count))
        stored.append(number)
      }
    }
    flagColumn = shape.hasFlags ? stored.count : nil
    if shape.hasFlags { stored.append(shape.flagColumn) }
    self.origins = origins
    storedColumns = stored
    emptyColumns = stored.map { batch.columns[$0].withoutRows }
  }
}

/// Puts the segments of one key together again.
package struct SegmentReader {
  private let layout: SpillLayout
  private var columns: [Column]
  package private(set) var rowCount = 0
  /// Rows so far, of all batches, whose flag is set.
  package private(set) var flagCount = 0

  package init(_ layout: SpillLayout) {
    self.layout = layout
    columns = layout.emptyColumns
  }

  /// Bytes of the rows since the last batch.
  package var byteCount: Int { columns.reduce(0) { $0 + $1.bufferByteCount } }

  /// Appends the rows of a segment.
  package mutating func append(_ segment: borrowing Span<UInt8>) {
    let head = SegmentHead(segment)
    var position = SegmentHead.byteCount
    for column in columns.indices {
      columns[column].append(head.rowCount, rowsFrom: segment, at: &position)
    }
    rowCount += head.rowCount
  }

  /// The rows since the last batch, with the columns of the file.
  package mutating func finishBatch(key: [UInt8]) -> RecordBatch {
    let (stored, rowCount) = (columns, self.rowCount)
    columns = layout.emptyColumns
    self.rowCount = 0
    if let column = layout.flagColumn, case .bool(let flags) = stored[column].values {
      flagCount += flags.count { $0 }
    }
    return RecordBatch(
      columns: layout.origins.map { origin in
        switch origin {
        case .stored(let column): stored[column]
        case .constant(let column): column.repeated(count: rowCount)
        case .key:
          Column(.repeated(.string(StringValues(texts: [key])), count: rowCount))
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
