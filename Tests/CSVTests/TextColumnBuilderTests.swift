import BarLakeCSV
import BarLakeColumnar
import Testing

/// Both builders of texts: one after the other, and as codes into a dictionary.
@Suite struct TextColumnBuilderTests {
  private func builder(_ isSymbols: Bool, _ rule: EmptyTextRule) -> ColumnBuilder {
    isSymbols ? .symbols(emptyRule: rule) : .texts(emptyRule: rule)
  }

  private func texts(_ column: Column) -> [String?] {
    (0..<column.count).map { row in
      if column.isNull(row) { return nil }
      switch column.values {
      case .string(let texts): return texts[row]
      case .dictionary(let values): return values.dictionary[Int(values.codes[row])]
      default: return "of another type"
      }
    }
  }

  @Test(arguments: [true, false])
  func `texts are as they stand, blanks and quotes included, and empty ones null`(
    _ isSymbols: Bool
  ) {
    let scanned = Scanned("A,1\nA,2\n a ,3\n,4\n\"x,\"\"y\",5\nA,6\n", fieldCount: 2)
    let builder = builder(isSymbols, .null)
    #expect(
      builder.append(scanned.index, 0, scanned.text.span, RowSelection(rows: scanned.rows)) == nil)
    #expect(builder.heldTextByteCount() == (isSymbols ? 8 : 10))
    let column = builder.finish()
    #expect(texts(column) == ["A", "A", " a ", nil, "x,\"y", "A"])
    #expect(column.nullCount == 1)
    #expect(builder.heldTextByteCount() == 0 && builder.finish().count == 0)
    #expect(builder.roundedRows() == [])
  }

  @Test(arguments: [true, false])
  func `an empty key is an error, in records that are not kept too`(_ isSymbols: Bool) {
    let scanned = Scanned("A,1\n,2\nB,3\n", fieldCount: 2)
    for isKept in [nil, [true, false, true]] {
      let builder = builder(isSymbols, .rejectAsKey)
      #expect(
        builder.append(
          scanned.index, 0, scanned.text.span, RowSelection(rows: scanned.rows, isKept: isKept))
          == FieldFailure(row: 1, column: 0, reason: .nullKey))
    }
  }

  @Test(arguments: [true, false])
  func `records that are not kept leave nothing`(_ isSymbols: Bool) {
    let scanned = Scanned("A,1\nB,2\nC,3\nA,4\n", fieldCount: 2)
    let builder = builder(isSymbols, .rejectAsKey)
    #expect(
      builder.append(
        scanned.index, 0, scanned.text.span,
        RowSelection(rows: scanned.rows, isKept: [false, true, false, true])) == nil)
    #expect(builder.heldTextByteCount() == 2)
    let column = builder.finish()
    #expect(texts(column) == ["B", "A"] && column.validity == nil)
  }

  @Test func `a column of nulls has a text for its codes`() {
    let scanned = Scanned(",1\n,2\n", fieldCount: 2)
    let builder = ColumnBuilder.symbols(emptyRule: .null)
    #expect(
      builder.append(scanned.index, 0, scanned.text.span, RowSelection(rows: scanned.rows)) == nil)
    let column = builder.finish()
    guard case .dictionary(let values) = column.values else {
      Issue.record("symbols have a dictionary")
      return
    }
    #expect(values.codes == [0, 0] && values.dictionary == StringValues([""]))
    #expect(column.nullCount == 2)
  }
}
