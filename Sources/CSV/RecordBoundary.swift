internal import BarLakeBytes

/// Where a block may be cut: after the last record that is surely whole.
package enum RecordBoundary {
  /// The end of the last whole record in the first `count` bytes, terminator included; 0 if there
  /// is none. The bytes start at the start of a record, and more input may follow them.
  package static func lastEnd(_ bytes: Span<UInt8>, count: Int, traits: ByteTraits) -> Int {
    traits.contains(.quote)
      ? lastEndAmongQuotes(bytes, count: count) : lastEndWithoutQuotes(bytes, count: count)
  }

  private static func lastEndWithoutQuotes(_ bytes: Span<UInt8>, count: Int) -> Int {
    var end = count
    // A CR at the very end may be half of a CRLF.
    if end > 0, bytes[end - 1] == Dialect.carriageReturn { end -= 1 }
    while end > 0 {
      let byte = bytes[end - 1]
      if byte == Dialect.lineFeed || byte == Dialect.carriageReturn { return end }
      end -= 1
    }
    return 0
  }

  private static func lastEndAmongQuotes(_ bytes: Span<UInt8>, count: Int) -> Int {
    let block = bytes.extracting(0..<count)
    var record = PlainRecordScanner.Record()
    var end = 0
    while end < count {
      PlainRecordScanner.record(block, at: end, into: &record)
      let isTerminated = record.next > record.end
      let mayBeHalfOfPair = record.next == count && block[count - 1] == Dialect.carriageReturn
      guard isTerminated, !mayBeHalfOfPair else { break }
      end = record.next
    }
    return end
  }
}
