package import BarLakeBytes
package import BarLakeColumnar

/// The rows of one key, which are read back in the order of the input.
package struct SpilledRows {
  /// The size at which collected rows make a batch, in bytes.
  private static let batchByteLimit = 1 << 19

  private let key: [UInt8]
  private let spills: StoredSpills
  /// The segments that were not read so far.
  private var segments: ArraySlice<Range<Int>>
  private var reader: SegmentReader

  /// The rows of key `number` of `index`, from the spills that it tells the places of.
  package init(
    ofKey number: Int, in index: SpillIndex, _ spills: StoredSpills, _ layout: SpillLayout
  ) throws(SystemError) {
    key = index.value(number)
    self.spills = spills
    segments = try index.segments(number, in: spills)[...]
    reader = SegmentReader(layout)
  }

  /// The number of rows so far whose flag is set.
  package var flagCount: Int { reader.flagCount }

  /// The next rows; nil if none are left. A batch ends with the segment that gives it `rowCount`
  /// rows, or half a mebibyte. So memory is bounded by one row group and one segment.
  package mutating func next(_ rowCount: Int) throws(SystemError) -> RecordBatch? {
    while let segment = segments.popFirst() {
      try spills.read(segment) { reader.append($0) }
      if reader.rowCount >= rowCount || reader.byteCount >= Self.batchByteLimit { break }
    }
    return reader.rowCount > 0 ? reader.finishBatch(key: key) : nil
  }
}
