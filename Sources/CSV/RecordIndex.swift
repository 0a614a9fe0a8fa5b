/// Where the fields of a block's records lie: what a scanner finds and column builders read.
///
/// All records of the index have `fieldCount` fields. Field `column` of record `row` ends before
/// byte `ends[row × fieldCount + column]` of the text, and starts one byte after the end of the
/// field before it, or, if it is the first, at `recordStarts[row]`. It is unquoted and not trimmed.
/// The text is the block itself, or, where quotes had to be taken away, ``unquoted``.
package struct RecordIndex: Sendable {
  package internal(set) var fieldCount = 0
  package internal(set) var ends: [Int32] = []
  /// Where each record starts in the text.
  package internal(set) var recordStarts: [Int32] = []
  /// Where each record starts in the block, where that is not the same.
  var blockOffsets: [Int32] = []
  /// Line terminators in the block.
  package internal(set) var lineCount = 0
  /// The text that fields refer to, where that is not the block.
  package internal(set) var unquoted: [UInt8] = []
  package internal(set) var refersToUnquoted = false
  /// The record after the last of the index, where its structure is wrong; nothing after it was
  /// looked at.
  package internal(set) var failure: StructuralFailure?

  package init() {}

  /// Records that are whole and right in structure.
  package var recordCount: Int { recordStarts.count }

  /// The position of record `row` in the block, in bytes from 0.
  package func recordOffset(_ row: Int) -> Int {
    Int(refersToUnquoted ? blockOffsets[row] : recordStarts[row])
  }

  /// The bytes of the text that are field `column` of record `row`.
  @inline(__always)
  package func range(row: Int, column: Int) -> Range<Int> {
    let field = row * fieldCount + column
    let start = column == 0 ? Int(recordStarts[row]) : Int(ends[field - 1]) + 1
    return start..<Int(ends[field])
  }

  /// A record that breaks a rule of the dialect.
  package struct StructuralFailure: Equatable, Sendable {
    package var reason: CSVReason
    /// The record's position in the block, in bytes from 0.
    package var recordOffset: Int
  }

  /// Forgets the records and keeps the memory.
  mutating func reset(fieldCount: Int) {
    self.fieldCount = fieldCount
    ends.removeAll(keepingCapacity: true)
    recordStarts.removeAll(keepingCapacity: true)
    blockOffsets.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    refersToUnquoted = false
    lineCount = 0
    failure = nil
  }
}

/// Line terminators among the first `end` bytes of a block: LF, CRLF and lone CR each end a line,
/// inside quotes too.
package func lineCount(_ bytes: Span<UInt8>, upTo end: Int) -> Int {
  lineCount(bytes, in: 0..<end)
}

/// Line terminators of which the last byte stands in `range` of a block.
package func lineCount(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
  var count = 0
  for offset in range {
    let byte = bytes[offset]
    if byte == Dialect.lineFeed {
      count += 1
    } else if byte == Dialect.carriageReturn {
      if offset + 1 >= bytes.count || bytes[offset + 1] != Dialect.lineFeed { count += 1 }
    }
  }
  return count
}
