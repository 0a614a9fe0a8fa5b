package import BarLakeColumnar

/// What an empty text means.
package enum EmptyTextRule: Sendable {
  case rejectAsKey
  case null
}

/// Builds a column of text, stored as it is written, one after the other.
package final class TextColumnBuilder {
  private let emptyRule: EmptyTextRule
  package private(set) var texts = StringValues()
  private var validity: Validity?

  package init(emptyRule: EmptyTextRule) {
    self.emptyRule = emptyRule
  }

  package func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    // Both are taken out of the object for the loop, so that nothing else can be looking.
    var (texts, validity) = (self.texts, self.validity)
    (self.texts, self.validity) = (StringValues(), nil)
    defer { (self.texts, self.validity) = (texts, validity) }
    for row in selection.rows {
      let field = index.range(row: row, column: column)
      let (start, end) = (field.lowerBound, field.upperBound)
      if start == end, emptyRule == .rejectAsKey {
        return FieldFailure(row: row, column: column, reason: .nullKey)
      }
      guard selection.isKept?[row] ?? true else { continue }
      if start == end {
        if validity == nil { validity = Validity(allValid: texts.count) }
        validity?.append(false)
      } else {
        validity?.append(true)
      }
      texts.append(text.extracting(start..<end))
    }
    return nil
  }

  package var heldTextByteCount: Int { texts.bytes.count }

  package func finish() -> Column {
    defer {
      texts = StringValues()
      validity = nil
    }
    return Column(.string(texts), validity: validity)
  }
}
