internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks the column index and the offset index of a chunk against its pages.
///
/// Source: parquet-format `PageIndex.md`.
enum PageIndexCheck {
  /// Checks the chunk with these values and data pages.
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
      var faults: [ChunkFault] = []
      if let offsetIndex { faults += ChunkFault.faults(of: offsetIndex, pages: pages) }
      if let columnIndex {
        faults += ChunkFault.faults(of: columnIndex, values: values, type: type, pages: pages)
      }
      add(faults, type: type, to: &findings)
    } catch {
      findings.add("PARQ-8.1", "\(error)")
    }
  }

  private static func add(
    _ faults: [ChunkFault], type: DataType, to findings: inout FindingList
  ) {
    let place = findings.place
    for fault in faults {
      findings.place = fault.page.map { "\(place), column index, page \($0 + 1)" } ?? place
      let isBound = fault.kind == .bound || fault.kind == .looseBound
      findings.add(
        isBound ? StatisticsCheck.rule(of: fault, type: type) : "PARQ-8.1", fault.problem,
        level: StatisticsCheck.level(of: fault))
    }
    findings.place = place
  }

  /// A column index with more bytes of bounds may be missing (PARQ-4.5).
  private static let boundByteLimit = 1 << 20

  /// The number of bytes that the bounds of all pages have.
  private static func boundByteCount(of pages: [PageSummary], _ values: Column) -> Int {
    pages.reduce(0) { sum, page in
      let bounds = ValueBounds(of: values, rows: page.rows)
      return sum + (bounds.min ?? []).count + (bounds.max ?? []).count
    }
  }
}
