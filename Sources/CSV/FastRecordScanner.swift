internal import BarLakeBytes

/// Finds the records of blocks in which commas and line feeds are all there is to find: ASCII
/// without quotes, carriage returns and NUL. It looks at eight bytes at a time.
package enum FastRecordScanner {
  /// Whether ``scan(_:from:fieldCount:into:)`` may be given a block with these traits. In records
  /// of one field nothing but a closer look tells a blank line from a value.
  package static func accepts(_ traits: ByteTraits, fieldCount: Int) -> Bool {
    traits.isEmpty && (2...Dialect.fieldCountLimit).contains(fieldCount)
  }

  /// Indexes the records from `start` to the end of `bytes`, whose last record is whole, as
  /// ``PlainRecordScanner`` would; fields refer to the block.
  package static func scan(
    _ bytes: Span<UInt8>, from start: Int, fieldCount: Int, into index: inout RecordIndex
  ) {
    index.reset(fieldCount: fieldCount)
    var scan = Scan(fieldCount: fieldCount, start: start)
    // Room for a block of nothing but commas; memory that is not written to costs nothing.
    let fieldLimit = bytes.count - start + 1
    let recordLimit = fieldLimit / fieldCount + 1
    index.ends.append(addingCapacity: fieldLimit) { ends in
      index.recordStarts.append(addingCapacity: recordLimit) { recordStarts in
        scan.run(bytes, from: start, ends: &ends, recordStarts: &recordStarts)
      }
    }
    index.lineCount = BarLakeCSV.lineCount(bytes, upTo: start) + scan.lineCount
    index.failure = scan.failure
  }

  /// A scan underway.
  private struct Scan {
    let fieldCount: Int
    var lineCount = 0
    var failure: RecordIndex.StructuralFailure?
    /// Where the record starts.
    private var recordStart: Int
    /// Fields of the record that have ended.
    private var endedCount = 0

    init(fieldCount: Int, start: Int) {
      self.fieldCount = fieldCount
      recordStart = start
    }

    @inline(__always)
    mutating func run(
      _ bytes: Span<UInt8>, from start: Int, ends: inout OutputSpan<Int32>,
      recordStarts: inout OutputSpan<Int32>
    ) {
      var position = start
      while position + 8 <= bytes.count {
        let word = bytes.littleEndianWord(at: position)
        var marks = delimiterMarks(word)
        while marks != 0 {
          let shift = marks.trailingZeroBitCount & 0x38
          let offset = position + shift >> 3
          marks &= marks &- 1
          ends.append(Int32(truncatingIfNeeded: offset))
          endedCount &+= 1
          if UInt8(truncatingIfNeeded: word >> UInt64(shift)) == Dialect.lineFeed,
            !endRecord(at: offset, of: bytes, &ends, &recordStarts)
          {
            return
          }
        }
        position += 8
      }
      for offset in position..<bytes.count {
        let byte = bytes[offset]
        guard byte == Dialect.comma || byte == Dialect.lineFeed else { continue }
        ends.append(Int32(truncatingIfNeeded: offset))
        endedCount += 1
        if byte == Dialect.lineFeed, !endRecord(at: offset, of: bytes, &ends, &recordStarts) {
          return
        }
      }
      guard recordStart < bytes.count else { return }
      ends.append(Int32(truncatingIfNeeded: bytes.count))
      endedCount += 1
      // The record's end is the input's: no line terminator is there to count.
      lineCount -= 1
      if !endRecord(at: bytes.count, of: bytes, &ends, &recordStarts) { lineCount += 1 }
    }

    /// Ends the record, whose last field has ended; false where the record is wrong.
    @inline(__always)
    private mutating func endRecord(
      at offset: Int, of bytes: Span<UInt8>, _ ends: inout OutputSpan<Int32>,
      _ recordStarts: inout OutputSpan<Int32>
    ) -> Bool {
      if endedCount == fieldCount, offset - recordStart <= Dialect.recordByteCountLimit {
        recordStarts.append(Int32(truncatingIfNeeded: recordStart))
      } else if !dropOddRecord(end: offset, of: bytes, &ends) {
        return false
      }
      lineCount += 1
      recordStart = offset + 1
      endedCount = 0
      return true
    }

    /// A record with another number of fields or of too many bytes: blank, and so none, or wrong.
    @inline(never)
    private mutating func dropOddRecord(
      end: Int, of bytes: Span<UInt8>, _ ends: inout OutputSpan<Int32>
    ) -> Bool {
      ends.removeLast(endedCount)
      let isTooLong =
        end - recordStart > Dialect.recordByteCountLimit || endedCount > Dialect.fieldCountLimit
      let isBlank = endedCount == 1 && (recordStart..<end).allSatisfy { Dialect.isBlank(bytes[$0]) }
      if isBlank, !isTooLong { return true }
      failure = RecordIndex.StructuralFailure(
        reason: isTooLong ? .recordTooLong : .raggedRow(expected: fieldCount, found: endedCount),
        recordOffset: recordStart)
      return false
    }
  }

  /// The high bit of each byte of `word` that is a comma or a line feed, for ASCII.
  @inline(__always)
  private static func delimiterMarks(_ word: UInt64) -> UInt64 {
    let commas = word ^ (0x0101_0101_0101_0101 &* UInt64(Dialect.comma))
    let lineFeeds = word ^ (0x0101_0101_0101_0101 &* UInt64(Dialect.lineFeed))
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    // Bytes are below 128, so adding 127 sets the high bit of every byte that is not zero and
    // carries into no other.
    return ~((commas &+ low) & (lineFeeds &+ low)) & ~low
  }
}
