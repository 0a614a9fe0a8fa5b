internal import Bytes

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
    var record = RecordUnderway(start: start)
    var position = start
    while position + 8 <= bytes.count {
      var marks = delimiterMarks(bytes.littleEndianWord(at: position))
      while marks != 0 {
        let offset = position + marks.trailingZeroBitCount / 8
        marks &= marks &- 1
        if bytes[offset] == Dialect.comma {
          record.endField(at: offset, in: &index)
        } else if !record.endRecord(at: offset, of: bytes, in: &index) {
          return
        }
      }
      position += 8
    }
    for offset in position..<bytes.count {
      if bytes[offset] == Dialect.comma {
        record.endField(at: offset, in: &index)
      } else if bytes[offset] == Dialect.lineFeed {
        guard record.endRecord(at: offset, of: bytes, in: &index) else { return }
      }
    }
    if record.start < bytes.count {
      let lineCount = index.lineCount
      if record.endRecord(at: bytes.count, of: bytes, in: &index) { index.lineCount = lineCount }
    }
  }

  /// The record that is being read.
  private struct RecordUnderway {
    /// Where the record starts.
    var start: Int
    /// Where the field starts.
    var fieldStart: Int
    /// Fields of the record that have ended.
    var fieldCount = 0

    init(start: Int) {
      self.start = start
      fieldStart = start
    }

    @inline(__always)
    mutating func endField(at offset: Int, in index: inout RecordIndex) {
      index.starts.append(Int32(truncatingIfNeeded: fieldStart))
      index.ends.append(Int32(truncatingIfNeeded: offset))
      fieldCount += 1
      fieldStart = offset + 1
    }

    /// Ends the field and the record; false where the record is wrong.
    @inline(__always)
    mutating func endRecord(
      at offset: Int, of bytes: Span<UInt8>, in index: inout RecordIndex
    ) -> Bool {
      endField(at: offset, in: &index)
      if fieldCount == index.fieldCount, offset - start <= Dialect.recordByteCountLimit {
        index.recordOffsets.append(Int32(truncatingIfNeeded: start))
        index.recordCount += 1
      } else if !dropOddRecord(end: offset, of: bytes, in: &index) {
        return false
      }
      index.lineCount += 1
      start = offset + 1
      fieldCount = 0
      return true
    }

    /// A record with another number of fields or of too many bytes: blank, and so none, or wrong.
    @inline(never)
    private mutating func dropOddRecord(
      end: Int, of bytes: Span<UInt8>, in index: inout RecordIndex
    ) -> Bool {
      index.starts.removeLast(fieldCount)
      index.ends.removeLast(fieldCount)
      let isTooLong =
        end - start > Dialect.recordByteCountLimit || fieldCount > Dialect.fieldCountLimit
      let isBlank = fieldCount == 1 && (start..<end).allSatisfy { Dialect.isBlank(bytes[$0]) }
      if isBlank, !isTooLong { return true }
      index.failure = RecordIndex.StructuralFailure(
        reason: isTooLong
          ? .recordTooLong : .raggedRow(expected: index.fieldCount, found: fieldCount),
        recordOffset: start)
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
