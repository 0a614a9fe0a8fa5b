internal import BarLakeBytes
package import BarLakeColumnar

/// Builds a column of texts that repeat, as codes; bar files repeat the symbol on consecutive
/// records, which costs one comparison.
package final class SymbolColumnBuilder {
  private let emptyRule: EmptyTextRule
  private var interner = TextInterner()
  /// The code of each row since the last `finish`, which is its place in ``dictionary``.
  package private(set) var codes: [Int32] = []
  private var validity: Validity?

  package init(emptyRule: EmptyTextRule) {
    self.emptyRule = emptyRule
  }

  package func append(
    _ index: RecordIndex, column: Int, of text: Span<UInt8>, _ selection: RowSelection
  ) -> FieldFailure? {
    // All are taken out of the object for the loop, so that nothing else can be looking.
    var (interner, codes, validity) = (self.interner, self.codes, self.validity)
    (self.interner, self.codes, self.validity) = (TextInterner(), [], nil)
    defer { (self.interner, self.codes, self.validity) = (interner, codes, validity) }
    // The text before, its first bytes, and its code.
    var last: (word: UInt64, range: Range<Int>, code: Int32) = (0, 0..<0, 0)
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
      let word = TextBytes.word(text, start, field.count)
      if word != last.word || field.count != last.range.count
        || field.count > 8 && !TextBytes.areEqual(text, field, text, last.range)
      {
        last = (word, field, interner.code(text, start, end))
      }
      codes.append(last.code)
    }
    return nil
  }

  /// The distinct texts since the last `finish`.
  package var dictionary: StringValues { interner.dictionary }

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
