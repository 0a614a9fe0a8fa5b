package import BarLakeColumnar

/// Builds a column of texts that repeat, as codes; bar files repeat the symbol on consecutive
/// records, which costs one comparison.
package final class SymbolColumnBuilder {
  private let emptyRule: EmptyTextRule
  private var interner = TextInterner()
  private var codes: [Int32] = []
  private var validity: Validity?

  package init(emptyRule: EmptyTextRule) {
    self.emptyRule = emptyRule
  }

  package func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    var codes = self.codes
    self.codes = []
    defer { self.codes = codes }
    for row in selection.rows {
      let field = index.range(row: row, column: column)
      let (start, end) = (field.lowerBound, field.upperBound)
      if start == end, emptyRule == .rejectAsKey {
        return FieldFailure(row: row, column: column, reason: .nullKey)
      }
      guard selection.isKept?[row] ?? true else { continue }
      if start == end {
        if validity == nil { validity = Validity(allValid: codes.count) }
        validity?.append(false)
        codes.append(0)
        continue
      }
      validity?.append(true)
      if let last = codes.last, interner.dictionary.count > Int(last),
        interner.dictionary.equals(Int(last), text, start, end)
      {
        codes.append(last)
      } else {
        codes.append(interner.code(text, start, end))
      }
    }
    return nil
  }

  package var heldTextByteCount: Int { interner.dictionary.bytes.count }

  package func finish() -> Column {
    defer {
      codes = []
      interner = TextInterner()
      validity = nil
    }
    // A column of nulls alone still needs a text for its codes to point at.
    if interner.dictionary.count == 0 {
      return Column(
        .dictionary(DictionaryValues(codes: codes, dictionary: StringValues([""]))),
        validity: validity)
    }
    return Column(
      .dictionary(DictionaryValues(codes: codes, dictionary: interner.dictionary)),
      validity: validity)
  }
}
