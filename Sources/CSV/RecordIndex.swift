/// Where the fields of a block's records lie: what a scanner finds and column builders read.
///
/// All records of the index have `fieldCount` fields. Field `column` of record `row` is the bytes
/// `starts[i]..<ends[i]` of the text, `i = row × fieldCount + column`, unquoted and not trimmed.
/// The text is the block itself, or, where quotes had to be taken away, ``unquoted``.
package struct RecordIndex: Sendable {
  package internal(set) var fieldCount = 0
  /// Records that are whole and right in structure.
  package internal(set) var recordCount = 0
  package internal(set) var starts: [Int32] = []
  package internal(set) var ends: [Int32] = []
  /// The position of each record in the block, in bytes from 0.
  package internal(set) var recordOffsets: [Int32] = []
  /// Line terminators in the block.
  package internal(set) var lineCount = 0
  /// The text that fields refer to, where that is not the block.
  package internal(set) var unquoted: [UInt8] = []
  package internal(set) var refersToUnquoted = false
  /// The record after the last of the index, where its structure is wrong; nothing after it was
  /// looked at.
  package internal(set) var failure: StructuralFailure?

  package init() {}

  /// A record that breaks a rule of the dialect.
  package struct StructuralFailure: Equatable, Sendable {
    package var reason: CSVReason
    /// The record's position in the block, in bytes from 0.
    package var recordOffset: Int
  }

  /// Forgets the records and keeps the memory.
  mutating func reset(fieldCount: Int) {
    self.fieldCount = fieldCount
    recordCount = 0
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    recordOffsets.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    refersToUnquoted = false
    lineCount = 0
    failure = nil
  }
}

/// Line terminators among the first `end` bytes of a block: LF, CRLF and lone CR each end a line,
/// inside quotes too.
package func lineCount(_ bytes: Span<UInt8>, upTo end: Int) -> Int {
  var count = 0
  for offset in 0..<end {
    let byte = bytes[offset]
    if byte == Dialect.lineFeed {
      count += 1
    } else if byte == Dialect.carriageReturn {
      if offset + 1 >= bytes.count || bytes[offset + 1] != Dialect.lineFeed { count += 1 }
    }
  }
  return count
}
