package import BarLakeBytes
package import BarLakeColumnar

/// A spill as bytes: the rows of each key are together.
package struct EncodedSpill: Sendable {
  /// Rows of one key.
  package struct Segment: Sendable {
    /// The number of the key in ``EncodedSpill/keys``.
    package var key: Int
    /// The range of the segment in the bytes of the spill, including its head.
    package var range: Range<Int>
  }

  package var bytes: ByteBuffer
  package var keys: StringValues
  /// In the order in which their keys first appear in the spill; those of one key in the order of
  /// the input.
  package var segments: [Segment]
  /// The layout, which is the same for all spills of an ingest.
  package var layout: SpillLayout
}

/// Sorts the rows of a spill by key. The rows of one key keep the order of the input.
package struct SpillEncoder: Sendable {
  /// A segment has about so many bytes at most, and at least one row. Whoever reads a segment holds
  /// it as bytes and as columns, and a key may have all rows of a spill.
  package static let segmentByteLimit = 1 << 19

  private let shape: SpillShape
  private let segmentByteLimit: Int

  package init(_ shape: SpillShape, segmentByteLimit: Int = Self.segmentByteLimit) {
    self.shape = shape
    self.segmentByteLimit = segmentByteLimit
  }

  package func encode(_ slices: [BatchSlice]) -> EncodedSpill {
    let batches = slices.map(\.batch)
    let (keys, ranges, starts) = Self.keys(of: batches.map { $0.columns[shape.keyColumn] })
    let layout = SpillLayout(batches[0], shape)
    let stored = layout.storedColumns.map { column in batches.map { $0.columns[column] } }
    let byteCount = stored.joined().reduce(0) { $0 + $1.bufferByteCount }
    let rowCount = batches.reduce(0) { $0 + $1.rowCount }
    let rowLimit = max(1, rowCount * segmentByteLimit / max(1, byteCount))
    let segmentCount = keys.count + rowCount / rowLimit
    var bytes = ByteBuffer(
      capacity: byteCount + segmentCount * (SegmentHead.byteCount + stored.count))
    var segments: [EncodedSpill.Segment] = []
    segments.reserveCapacity(segmentCount)
    var part: [RowRange] = []
    for key in 0..<keys.count {
      var ranges = ranges[starts[key]..<starts[key + 1]]
      while !ranges.isEmpty {
        let partRowCount = Self.take(rowLimit, from: &ranges, into: &part)
        let start = bytes.count
        SegmentHead(rowCount: partRowCount).append(to: &bytes)
        for columns in stored { Column.appendRows(part.span, of: columns, to: &bytes) }
        segments.append(EncodedSpill.Segment(key: key, range: start..<bytes.count))
      }
    }
    return EncodedSpill(bytes: bytes, keys: keys, segments: segments, layout: layout)
  }

  /// Moves at most `rowLimit` rows from the start of `ranges` to `part`, which they replace, and
  /// returns their number.
  private static func take(
    _ rowLimit: Int, from ranges: inout ArraySlice<RowRange>, into part: inout [RowRange]
  ) -> Int {
    part.removeAll(keepingCapacity: true)
    var room = rowLimit
    while room > 0, let first = ranges.first {
      let rows = first.rows.prefix(room)
      part.append(RowRange(column: first.column, rows: rows))
      room -= rows.count
      if rows.count == first.rows.count {
        ranges.removeFirst()
      } else {
        ranges[ranges.startIndex].rows = rows.endIndex..<first.rows.endIndex
      }
    }
    return rowLimit - room
  }

  /// Returns three things about `columns`, one column of keys per batch: the distinct keys in the
  /// order of their first appearance; the rows, those of each key together; and where the rows of
  /// each key begin and end.
  private static func keys(
    of columns: [Column]
  ) -> (keys: StringValues, ranges: [RowRange], starts: [Int]) {
    var interner = TextInterner()
    var found: [(key: Int32, rows: RowRange)] = []
    for (batch, column) in columns.enumerated() {
      guard case .dictionary(let values) = column.values else {
        preconditionFailure("a column of keys has a dictionary")
      }
      let text = values.dictionary.bytes.span
      var keyOfCode = [Int32](repeating: -1, count: values.dictionary.count)
      var start = 0
      while start < values.codes.count {
        let code = values.codes[start]
        var end = start + 1
        while end < values.codes.count, values.codes[end] == code { end += 1 }
        if keyOfCode[Int(code)] < 0 {
          let range = values.dictionary.range(Int(code))
          keyOfCode[Int(code)] = interner.code(text, range.lowerBound, range.upperBound)
        }
        found.append((keyOfCode[Int(code)], RowRange(column: batch, rows: start..<end)))
        start = end
      }
    }
    let keys = interner.dictionary
    var starts = [Int](repeating: 0, count: keys.count + 1)
    for (key, _) in found { starts[Int(key) + 1] += 1 }
    for key in 0..<keys.count { starts[key + 1] += starts[key] }
    var next = starts
    var ranges = [RowRange](repeating: RowRange(column: 0, rows: 0..<0), count: found.count)
    for (key, rows) in found {
      ranges[next[Int(key)]] = rows
      next[Int(key)] += 1
    }
    return (keys, ranges, starts)
  }
}
