package import Columnar

/// Which records of an index are taken, and what becomes of the others.
package struct RowSelection: Sendable {
  /// Records of the index, from 0.
  package var rows: Range<Int>
  /// Whether each record of the index is kept, by its number; nil if all are.
  package var isKept: [Bool]?
  /// Whether records that are not kept are left unread; otherwise they are checked as the others.
  package var skipsDropped: Bool

  package init(rows: Range<Int>, isKept: [Bool]? = nil, skipsDropped: Bool = false) {
    self.rows = rows
    self.isKept = isKept
    self.skipsDropped = skipsDropped
  }
}

/// The first field of a column that the column cannot take.
package struct FieldFailure: Equatable, Sendable {
  /// The record's number in the index, from 0.
  package var row: Int
  package var reason: FieldReason

  package init(row: Int, reason: FieldReason) {
    self.row = row
    self.reason = reason
  }
}

/// Reads one column's fields into typed memory.
package protocol ColumnBuilder: AnyObject {
  /// Appends the values of the records of `selection` from field `column` of `index`; `text` is
  /// what the index refers to. Stops at the first field that cannot be taken and returns it; what
  /// was appended before it stays, so the builder is of no more use then.
  func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure?

  /// Values kept since the last `finish()` that were rounded by a rule that says so.
  var roundedCount: Int { get }

  /// The rows appended since the last call, as a column; the builder starts anew.
  func finish() -> Column
}

extension ColumnBuilder {
  package var roundedCount: Int { 0 }
}

/// Builds a column of numbers, dates, instants or truth values.
package final class TypedColumnBuilder<Parser: FieldParser>: ColumnBuilder {
  private let parser: Parser
  package private(set) var buffer: [Parser.Value] = []
  package private(set) var roundedCount = 0
  private var validity: Validity?

  package init(_ parser: Parser) {
    self.parser = parser
  }

  package func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    // The buffer is taken out of the object for the loop, so that each value is one check and one
    // store.
    var buffer = self.buffer
    self.buffer = []
    defer { self.buffer = buffer }
    let needed = buffer.count + selection.rows.count
    if buffer.capacity < needed { buffer.reserveCapacity(max(needed, 2 * buffer.capacity)) }
    var field = selection.rows.lowerBound * index.fieldCount + column
    for row in selection.rows {
      defer { field += index.fieldCount }
      let isKept = selection.isKept?[row] ?? true
      if !isKept, selection.skipsDropped { continue }
      switch parser.parse(text, Int(index.starts[field]), Int(index.ends[field])) {
      case .value(let value):
        guard isKept else { continue }
        buffer.append(value)
        validity?.append(true)
      case .rounded(let value):
        guard isKept else { continue }
        buffer.append(value)
        validity?.append(true)
        roundedCount += 1
      case .null:
        guard isKept else { continue }
        if validity == nil { validity = Validity(allValid: buffer.count) }
        validity?.append(false)
        buffer.append(Parser.placeholder)
      case .failure(let reason):
        return FieldFailure(row: row, reason: reason)
      }
    }
    return nil
  }

  package func finish() -> Column {
    defer {
      buffer = []
      validity = nil
      roundedCount = 0
    }
    return Column(Parser.values(buffer), validity: validity)
  }
}
