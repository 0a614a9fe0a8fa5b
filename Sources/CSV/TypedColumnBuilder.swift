package import BarLakeColumnar

/// Builds a column of numbers, dates, instants or truth values.
package final class TypedColumnBuilder<Parser: FieldParser> {
  private let parser: Parser
  /// The values since the last `finish()`, one a row.
  package private(set) var buffer: [Parser.Value] = []
  private var validity: Validity?
  /// The rows since the last `finish()` whose value was rounded by a rule that says so.
  package private(set) var roundedRows: [Int32] = []

  package init(_ parser: Parser) {
    self.parser = parser
  }

  @inline(__always)
  package func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    // The buffer is taken out of the object for the loop, so that nothing else can be looking.
    var buffer = self.buffer
    self.buffer = []
    defer { self.buffer = buffer }
    let needed = buffer.count + selection.rows.count
    if buffer.capacity < needed { buffer.reserveCapacity(max(needed, 2 * buffer.capacity)) }
    let start = appendValues(index, column: column, of: text, selection, to: &buffer)
    return appendAny(index, column: column, of: text, selection, from: start, to: &buffer)
  }

  /// Appends records as long as each is kept and holds a value, and returns the first that was not
  /// looked at: all of them, in most files.
  @inline(__always)
  private func appendValues(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection,
    to buffer: inout [Parser.Value]
  ) -> Int {
    guard selection.isKept == nil, validity == nil else { return selection.rows.lowerBound }
    let parser = self.parser
    let (ends, recordStarts) = (index.ends.span, index.recordStarts.span)
    let fieldCount = index.fieldCount
    var field = selection.rows.lowerBound * fieldCount + column
    var row = selection.rows.lowerBound
    buffer.append(addingCapacity: selection.rows.count) { values in
      while row < selection.rows.upperBound {
        let start = column == 0 ? Int(recordStarts[row]) : Int(ends[field &- 1]) &+ 1
        guard case .value(let value) = parser.parse(text, start, Int(ends[field])) else { return }
        values.append(value)
        row += 1
        field += fieldCount
      }
    }
    return row
  }

  /// Appends records of every kind, from record `start` on.
  @inline(never)
  private func appendAny(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection,
    from start: Int, to buffer: inout [Parser.Value]
  ) -> FieldFailure? {
    for row in start..<selection.rows.upperBound {
      let isKept = selection.isKept?[row] ?? true
      if !isKept, selection.skipsDropped { continue }
      let field = index.range(row: row, column: column)
      switch parser.parse(text, field.lowerBound, field.upperBound) {
      case .value(let value):
        guard isKept else { continue }
        buffer.append(value)
        validity?.append(true)
      case .rounded(let value):
        guard isKept else { continue }
        roundedRows.append(Int32(buffer.count))
        buffer.append(value)
        validity?.append(true)
      case .null:
        guard isKept else { continue }
        if validity == nil { validity = Validity(allValid: buffer.count) }
        validity?.append(false)
        buffer.append(Parser.placeholder)
      case .failure(let reason):
        return FieldFailure(row: row, column: column, reason: reason)
      }
    }
    return nil
  }

  package func finish() -> Column {
    defer {
      buffer = []
      validity = nil
      roundedRows = []
    }
    return Column(Parser.values(buffer), validity: validity)
  }
}
