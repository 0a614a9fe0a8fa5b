package import BarLakeBytes
package import BarLakeColumnar

// A segment holds the rows of one key in one spill, while they wait for the end of the input. It is
// a head, followed by the stored columns one after the other.

/// The head of a segment: the place of the previous segment of the same key.
package struct SegmentHead {
  package static let byteCount = 16

  /// The range of the previous segment; empty if there is none.
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

  /// Appends the head of a key's first segment.
  func append(to buffer: inout ByteBuffer) {
    for _ in 0..<3 { buffer.append(littleEndian: 0) }
    buffer.append(littleEndian: UInt32(rowCount))
  }

  /// Writes the place of the previous segment into the head at `offset` of `buffer`.
  package static func link(_ buffer: inout ByteBuffer, at offset: Int, to previous: Range<Int>) {
    let start = previous.lowerBound
    buffer.replace(offset, littleEndian: UInt32(truncatingIfNeeded: start))
    buffer.replace(offset + 4, littleEndian: UInt32(truncatingIfNeeded: start >> 32))
    buffer.replace(offset + 8, littleEndian: UInt32(previous.count))
  }
}

/// The shape of an ingest's batches: the columns of a file, then a column of keys, which has a
/// dictionary, and perhaps a column of flags.
package struct SpillShape: Sendable {
  /// The number of columns of a file.
  package var columnCount: Int
  /// The column of the file that shows the key, if there is one.
  package var shownKeyColumn: Int?
  /// Whether there is a column of flags, which are counted per key.
  package var hasFlags: Bool

  package init(columnCount: Int, shownKeyColumn: Int?, hasFlags: Bool) {
    self.columnCount = columnCount
    self.shownKeyColumn = shownKeyColumn
    self.hasFlags = hasFlags
  }

  /// The position of the column of keys in a batch.
  package var keyColumn: Int { columnCount }
  /// The position of the column of flags in a batch, if there is one.
  package var flagColumn: Int { columnCount + 1 }
}

/// Which columns of a batch are stored with the waiting rows, and which are known without them.
package struct SpillLayout: Sendable {
  /// The origin of a column of a file when its rows are read back.
  enum Origin: Sendable {
    /// From the segments: the number of the stored column.
    case stored(Int)
    /// The same value in all rows; this column holds it.
    case constant(Column)
    /// The key.
    case key
  }

  /// The origins of the file's columns.
  let origins: [Origin]
  /// The positions, in a batch, of the columns that segments store.
  let storedColumns: [Int]
  /// An empty column for each stored column.
  let emptyColumns: [Column]
  /// The number of the stored column that holds the flags.
  let flagColumn: Int?

  /// The layout of batches of a shape; `batch` is one of them.
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

/// Reads the segments of one key and joins their rows.
package struct SegmentReader {
  private let layout: SpillLayout
  private var columns: [Column]
  package private(set) var rowCount = 0
  /// The number of rows so far, in all batches, whose flag is set.
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

  /// All rows since the last batch, with the columns of the file.
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
  /// This column's one value, or null, for another number of rows.
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
