internal import Bytes
internal import CSV
internal import Columnar

/// Rows that wait for others of their partitions: those of each partition together, as bytes.
struct EncodedRun: Sendable {
  /// The rows of one partition.
  struct Segment: Sendable {
    /// The partition's value, by its number in ``EncodedRun/values``.
    var value: Int
    /// Where the segment stands in the run's bytes, its head included.
    var range: Range<Int>
    var rowCount: Int
  }

  var bytes: ByteBuffer
  var values: StringValues
  /// In the order in which their partitions first appear in the run.
  var segments: [Segment]
  /// The same for all runs of an ingest.
  var layout: SegmentLayout
}

/// Puts the rows of a run in the order of their partitions, each partition's in that of the input.
struct RunEncoder: BatchEncoder {
  private let plan: IngestPlan

  init(plan: IngestPlan) {
    self.plan = plan
  }

  func encode(_ slices: [BatchSlice]) throws(IngestError) -> EncodedRun {
    let batches = slices.map(\.batch)
    let (values, ranges, starts) = Self.partitions(
      of: batches.map { $0.columns[SegmentLayout.keyColumn(plan)] })
    let layout = SegmentLayout(batches[0], plan: plan)
    let stored = layout.storedColumns.map { column in batches.map { $0.columns[column] } }
    var bytes = ByteBuffer(
      capacity: stored.joined().reduce(0) { $0 + $1.bufferByteCount }
        + values.count * (SegmentHead.byteCount + stored.count))
    var segments: [EncodedRun.Segment] = []
    segments.reserveCapacity(values.count)
    for value in 0..<values.count {
      let range = ranges.span.extracting(starts[value]..<starts[value + 1])
      let start = bytes.count
      let rowCount = range.indices.reduce(0) { $0 + range[$1].rows.count }
      SegmentHead(rowCount: rowCount).append(to: &bytes)
      for columns in stored { Column.appendRows(range, of: columns, to: &bytes) }
      segments.append(
        EncodedRun.Segment(value: value, range: start..<bytes.count, rowCount: rowCount))
    }
    return EncodedRun(bytes: bytes, values: values, segments: segments, layout: layout)
  }

  /// The distinct values of the key columns `keys`, one of each batch, in the order of their first
  /// appearance; the rows, those of each value together; and where each value's begin and end.
  private static func partitions(
    of keys: [Column]
  ) -> (values: StringValues, ranges: [RowRange], starts: [Int]) {
    var interner = TextInterner()
    var found: [(value: Int32, rows: RowRange)] = []
    for (batch, key) in keys.enumerated() {
      guard case .dictionary(let values) = key.values else {
        preconditionFailure("the column of a partition's values has a dictionary")
      }
      let text = values.dictionary.bytes.span
      var valueOfCode = [Int32](repeating: -1, count: values.dictionary.count)
      var start = 0
      while start < values.codes.count {
        let code = values.codes[start]
        var end = start + 1
        while end < values.codes.count, values.codes[end] == code { end += 1 }
        if valueOfCode[Int(code)] < 0 {
          let range = values.dictionary.range(Int(code))
          valueOfCode[Int(code)] = interner.code(text, range.lowerBound, range.upperBound)
        }
        found.append((valueOfCode[Int(code)], RowRange(column: batch, rows: start..<end)))
        start = end
      }
    }
    let values = interner.dictionary
    var starts = [Int](repeating: 0, count: values.count + 1)
    for (value, _) in found { starts[Int(value) + 1] += 1 }
    for value in 0..<values.count { starts[value + 1] += starts[value] }
    var next = starts
    var ranges = [RowRange](repeating: RowRange(column: 0, rows: 0..<0), count: found.count)
    for (value, rows) in found {
      ranges[next[Int(value)]] = rows
      next[Int(value)] += 1
    }
    return (values, ranges, starts)
  }
}
