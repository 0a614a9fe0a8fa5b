internal import Columnar
internal import ParquetFormat
internal import ParquetReading

/// Checks the column index and the offset index of a chunk against its pages.
///
/// Source: parquet-format `PageIndex.md`.
enum PageIndexCheck {
  /// `values` are the chunk's, `pages` its data pages.
  static func check(
    _ file: ParquetFile, rowGroup: Int, column: Int, values: Column, pages: [PageSummary],
    into findings: inout FindingList
  ) {
    guard let type = file.leaves[column].dataType else { return }
    do throws(ParquetReadingError) {
      let offsetIndex = try file.offsetIndex(rowGroup: rowGroup, column: column)
      let columnIndex = try file.columnIndex(rowGroup: rowGroup, column: column)
      if pages.count > 1 {
        if offsetIndex == nil {
          findings.add(
            "PARQ-4.5", "\(pages.count) pages without an offset index", level: .reference)
        }
        if columnIndex == nil, boundByteCount(of: pages, values) <= boundByteLimit {
          findings.add(
            "PARQ-4.5", "\(pages.count) pages without a column index", level: .reference)
        }
      }
      if let offsetIndex { check(offsetIndex, pages: pages, into: &findings) }
      if let columnIndex {
        check(columnIndex, values: values, type: type, pages: pages, into: &findings)
      }
    } catch {
      findings.add("PARQ-8.1", "\(error)")
    }
  }

  /// Above this the column index may be missing, as PARQ-4.5 has it.
  private static let boundByteLimit = 1 << 20

  /// Bytes of the bounds of all pages.
  private static func boundByteCount(of pages: [PageSummary], _ values: Column) -> Int {
    pages.reduce(0) { sum, page in
      let bounds = ValueBounds(of: values, rows: page.rows)
      return sum + (bounds.min ?? []).count + (bounds.max ?? []).count
    }
  }

  private static func check(
    _ index: OffsetIndex, pages: [PageSummary], into findings: inout FindingList
  ) {
    let expected = pages.map {
      PageLocation(
        offset: Int64($0.offset), compressedByteCount: Int32(clamping: $0.byteCount),
        firstRowIndex: Int64($0.rows.lowerBound))
    }
    guard index.pageLocations.count == expected.count else {
      findings.expect("pages of the offset index", index.pageLocations.count, expected.count)
      return
    }
    for (number, pair) in zip(index.pageLocations, expected).enumerated() where pair.0 != pair.1 {
      findings.add(
        "PARQ-8.1", "page \(number + 1) of the offset index: \(pair.1) expected, \(pair.0) found")
    }
  }

  private static func check(
    _ index: ColumnIndex, values: Column, type: DataType, pages: [PageSummary],
    into findings: inout FindingList
  ) {
    let counts = [index.nullPages.count, index.minValues.count, index.maxValues.count]
    guard counts.allSatisfy({ $0 == pages.count }),
      (index.nullCounts ?? []).count == (index.nullCounts == nil ? 0 : pages.count)
    else {
      findings.add("PARQ-8.1", "the column index has not an entry for each of \(pages.count) pages")
      return
    }
    let place = findings.place
    for (number, page) in pages.enumerated() {
      findings.place = "\(place), column index, page \(number + 1)"
      let bounds = ValueBounds(of: values, rows: page.rows)
      findings.expect("null page", index.nullPages[number], bounds.valueCount == 0)
      if let nullCounts = index.nullCounts {
        findings.expect("null_count", Int(nullCounts[number]), bounds.nullCount)
      }
      StatisticsCheck.checkBound("min", index.minValues[number], bounds.min, type, into: &findings)
      StatisticsCheck.checkBound("max", index.maxValues[number], bounds.max, type, into: &findings)
    }
    findings.place = place
    checkOrder(of: index, type: type, into: &findings)
  }

  /// The order that the index claims is that of its bounds.
  private static func checkOrder(
    of index: ColumnIndex, type: DataType, into findings: inout FindingList
  ) {
    let pages = index.nullPages.indices.filter { !index.nullPages[$0] }
    let bounds = pages.map { page in
      (
        min: OrderedBound(index.minValues[page], type: type),
        max: OrderedBound(index.maxValues[page], type: type)
      )
    }
    func isSorted(_ areInOrder: (OrderedBound, OrderedBound) -> Bool) -> Bool {
      zip(bounds, bounds.dropFirst()).allSatisfy { one, other in
        guard let min = one.min, let max = one.max, let nextMin = other.min,
          let nextMax = other.max
        else { return false }
        return areInOrder(min, nextMin) && areInOrder(max, nextMax)
      }
    }
    switch index.boundaryOrder {
    case .unordered: break
    case .ascending:
      if !isSorted({ $0 <= $1 }) { findings.add("PARQ-8.1", "the pages are not ascending") }
    case .descending:
      if !isSorted({ $0 >= $1 }) { findings.add("PARQ-8.1", "the pages are not descending") }
    default:
      findings.add("PARQ-8.1", "the boundary order is \(index.boundaryOrder)")
    }
  }
}
