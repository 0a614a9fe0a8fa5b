internal import BarLakeBytes

/// Finds the records of blocks in which commas and line feeds are all there is to find, and in
/// which every record has its fields and no line is blank: almost all blocks of almost all files.
///
/// It notes where all delimiters are, 64 bytes at a time, without asking which is which. If there
/// are as many as the line feeds ask for, and every line feed is the last of its record's, the
/// notes are the index.
package enum FastRecordScanner {
  /// Whether ``scan(_:from:fieldCount:into:)`` may be given a block with these traits. In records
  /// of one field nothing but a closer look tells a blank line from a value.
  package static func accepts(_ traits: ByteTraits, fieldCount: Int) -> Bool {
    traits.isEmpty && (2...Dialect.fieldCountLimit).contains(fieldCount)
  }

  /// Indexes the records from `start` to the end of `bytes`, whose last record is whole, as
  /// ``PlainRecordScanner`` would; fields refer to the block. Returns false, and leaves the block
  /// to that one, if a line is blank or a record wrong.
  package static func scan(
    _ bytes: Span<UInt8>, from start: Int, fieldCount: Int, into index: inout RecordIndex
  ) -> Bool {
    index.reset(fieldCount: fieldCount)
    // Room for a block of nothing but commas; memory that is not written to costs nothing.
    let fieldLimit = bytes.count - start + 1
    var lineFeedCount = 0
    index.ends.append(addingCapacity: fieldLimit) { ends in
      lineFeedCount = appendDelimiters(of: bytes, from: start, to: &ends)
    }
    // The last record may end with the input.
    let isTerminated = start == bytes.count || bytes[bytes.count - 1] == Dialect.lineFeed
    if !isTerminated { index.ends.append(Int32(truncatingIfNeeded: bytes.count)) }
    let recordCount = lineFeedCount + (isTerminated ? 0 : 1)
    guard index.ends.count == recordCount * fieldCount else { return false }

    let ends = index.ends
    var recordStart = start
    index.recordStarts.append(addingCapacity: recordCount) { recordStarts in
      let ends = ends.span
      for record in 0..<recordCount {
        let end = Int(ends[record &* fieldCount &+ fieldCount &- 1])
        let isRight =
          (end == bytes.count || bytes[end] == Dialect.lineFeed)
          && end - recordStart <= Dialect.recordByteCountLimit
        if !isRight { return }
        recordStarts.append(Int32(truncatingIfNeeded: recordStart))
        recordStart = end + 1
      }
    }
    index.lineCount = BarLakeCSV.lineCount(bytes, upTo: start) + lineFeedCount
    return index.recordStarts.count == recordCount
  }

  /// Appends the positions of all commas and line feeds from `start` on, and returns the number of
  /// line feeds.
  @inline(__always)
  private static func appendDelimiters(
    of bytes: Span<UInt8>, from start: Int, to ends: inout OutputSpan<Int32>
  ) -> Int {
    var lineFeedCount = 0
    var position = start
    while position + 64 <= bytes.count {
      let lineFeeds = bytes.mask(of: Dialect.lineFeed, at: position)
      lineFeedCount += lineFeeds.nonzeroBitCount
      var delimiters = lineFeeds | bytes.mask(of: Dialect.comma, at: position)
      while delimiters != 0 {
        ends.append(Int32(truncatingIfNeeded: position &+ delimiters.trailingZeroBitCount))
        delimiters &= delimiters &- 1
      }
      position += 64
    }
    for offset in position..<bytes.count {
      let byte = bytes[offset]
      if byte == Dialect.lineFeed { lineFeedCount += 1 }
      if byte == Dialect.lineFeed || byte == Dialect.comma {
        ends.append(Int32(truncatingIfNeeded: offset))
      }
    }
    return lineFeedCount
  }
}
