/// Finds records byte by byte: the dialect as it is written down, with nothing in mind but to be
/// right. ``FastRecordScanner`` must find the same in the blocks that it takes.
package enum PlainRecordScanner {
  /// One record: where it ends and what it holds.
  struct Record {
    /// After the last byte of the record, its terminator not counted.
    var end = 0
    /// After the terminator.
    var next = 0
    var isBlank = false
    var isQuoteMisplaced = false
    /// Ranges of `text`.
    var fields: [Range<Int>] = []
    /// The fields' texts, quotes taken away, back to back.
    var text: [UInt8] = []
  }

  private enum State {
    case fieldStart
    case unquoted
    case quoted
    /// After a quote inside a quoted field: its end, or the first of two that mean one.
    case quoteInQuoted
  }

  /// Reads the record at `start`.
  static func record(_ bytes: Span<UInt8>, at start: Int, into record: inout Record) {
    record.fields.removeAll(keepingCapacity: true)
    record.text.removeAll(keepingCapacity: true)
    record.isQuoteMisplaced = false
    record.isBlank = true
    var state = State.fieldStart
    var fieldStart = 0
    var position = start
    scan: while position < bytes.count {
      let byte = bytes[position]
      let isTerminator = byte == Dialect.lineFeed || byte == Dialect.carriageReturn
      if isTerminator, state != .quoted { break scan }
      if !Dialect.isBlank(byte) { record.isBlank = false }
      switch (state, byte) {
      case (.quoted, Dialect.quote):
        state = .quoteInQuoted
      case (.quoted, _):
        record.text.append(byte)
      case (_, Dialect.comma):
        record.fields.append(fieldStart..<record.text.count)
        fieldStart = record.text.count
        state = .fieldStart
      case (.fieldStart, Dialect.quote):
        state = .quoted
      case (.quoteInQuoted, Dialect.quote):
        record.text.append(byte)
        state = .quoted
      case (.unquoted, Dialect.quote), (.quoteInQuoted, _):
        record.isQuoteMisplaced = true
        record.text.append(byte)
        state = .unquoted
      default:
        record.text.append(byte)
        state = .unquoted
      }
      position += 1
    }
    if state == .quoted { record.isQuoteMisplaced = true }
    record.fields.append(fieldStart..<record.text.count)
    record.end = position
    record.next = position
    if position < bytes.count {
      let isPair =
        bytes[position] == Dialect.carriageReturn && position + 1 < bytes.count
        && bytes[position + 1] == Dialect.lineFeed
      record.next = position + (isPair ? 2 : 1)
    }
  }

  /// The rule that the record at `start` breaks, if any; `fieldCount` is nil for the header, whose
  /// fields set the count. `blockOffset` is the position of `bytes` in the input.
  static func failure(
    of record: Record, at start: Int, in bytes: Span<UInt8>, blockOffset: Int, fieldCount: Int?
  ) -> CSVReason? {
    if record.end - start > Dialect.recordByteCountLimit { return .recordTooLong }
    if record.fields.count > Dialect.fieldCountLimit { return .recordTooLong }
    for offset in start..<record.end where bytes[offset] == 0 {
      return .nulByte(offset: blockOffset + offset)
    }
    if let offset = UTF8Check.firstMalformedOffset(bytes, start..<record.end) {
      return .badEncoding(offset: blockOffset + offset)
    }
    if record.isQuoteMisplaced { return .badQuote }
    if let fieldCount, record.fields.count != fieldCount {
      return .raggedRow(expected: fieldCount, found: record.fields.count)
    }
    return nil
  }

  /// Indexes the records from `start` to the end of `bytes`, whose last record is whole.
  package static func scan(
    _ bytes: Span<UInt8>, from start: Int, blockOffset: Int, fieldCount: Int,
    into index: inout RecordIndex
  ) {
    index.reset(fieldCount: fieldCount)
    index.refersToUnquoted = true
    index.lineCount = lineCount(bytes, upTo: bytes.count)
    var record = Record()
    var position = start
    while position < bytes.count {
      Self.record(bytes, at: position, into: &record)
      defer { position = record.next }
      if record.isBlank, record.end - position <= Dialect.recordByteCountLimit { continue }
      if let reason = failure(
        of: record, at: position, in: bytes, blockOffset: blockOffset, fieldCount: fieldCount)
      {
        index.failure = .init(reason: reason, recordOffset: position)
        return
      }
      index.recordStarts.append(Int32(index.unquoted.count))
      index.blockOffsets.append(Int32(position))
      for field in record.fields {
        index.unquoted.append(contentsOf: record.text[field])
        index.ends.append(Int32(index.unquoted.count))
        // One byte between fields, as in the block.
        index.unquoted.append(Dialect.comma)
      }
    }
  }
}
