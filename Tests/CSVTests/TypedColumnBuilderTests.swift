import BarLakeCSV
import BarLakeColumnar
import Testing

@Suite struct TypedColumnBuilderTests {
  private typealias Builder = TypedColumnBuilder<IntegerParser<UInt32>>

  private func builder(_ path: ScanPath) -> Builder {
    TypedColumnBuilder(IntegerParser<UInt32>(fractionRule: .round, path: path))
  }

  private func values(_ column: Column) -> [UInt32?] {
    guard case .uint32(let values) = column.values else { return [] }
    return values.indices.map { column.isNull($0) ? nil : values[$0] }
  }

  @Test(arguments: ScanPath.allCases)
  func `values, nulls and rounded values stand in the order of the records`(_ path: ScanPath) {
    let scanned = Scanned("a,1\nb,\nc,2.5\nd,4\ne,5.6\n", fieldCount: 2, path: path)
    let builder = builder(path)
    let failure = builder.append(
      scanned.index, column: 1, of: scanned.text.span, RowSelection(rows: scanned.rows))
    #expect(failure == nil)
    #expect(builder.roundedRows == [2, 4])
    #expect(values(builder.finish()) == [1, nil, 2, 4, 6])
    // What was finished is forgotten.
    #expect(builder.roundedRows == [])
    let rest = builder.append(
      scanned.index, column: 1, of: scanned.text.span, RowSelection(rows: 3..<4))
    #expect(rest == nil)
    let column = builder.finish()
    #expect(values(column) == [4] && column.validity == nil)
  }

  @Test(arguments: ScanPath.allCases)
  func `records that are not kept are checked, unless they are skipped`(_ path: ScanPath) {
    let scanned = Scanned("1\nx\n3\n4.5\n5\n", fieldCount: 1, path: path)
    var selection = RowSelection(
      rows: scanned.rows, isKept: [true, false, true, false, true], skipsDropped: true)
    let skipping = builder(path)
    #expect(skipping.append(scanned.index, column: 0, of: scanned.text.span, selection) == nil)
    #expect(skipping.roundedRows == [])
    #expect(values(skipping.finish()) == [1, 3, 5])
    selection.skipsDropped = false
    let checking = builder(path)
    #expect(
      checking.append(scanned.index, column: 0, of: scanned.text.span, selection)
        == FieldFailure(row: 1, column: 0, reason: .badNumber))
    // Without the wrong record.
    selection.rows = 2..<5
    let rest = builder(path)
    #expect(rest.append(scanned.index, column: 0, of: scanned.text.span, selection) == nil)
    #expect(rest.roundedRows == [])
    #expect(values(rest.finish()) == [3, 5])
  }

  @Test(arguments: ScanPath.allCases)
  func `a failure is that of the first record that cannot be taken`(_ path: ScanPath) {
    let scanned = Scanned("1\n\n2\nx\n-1\n", fieldCount: 1, path: path)
    let builder = builder(path)
    // The blank line is no record.
    #expect(
      builder.append(
        scanned.index, column: 0, of: scanned.text.span, RowSelection(rows: scanned.rows))
        == FieldFailure(row: 2, column: 0, reason: .badNumber))
    #expect(builder.buffer == [1, 2])
  }
}
