package import Columnar
package import ParquetFormat

extension ChunkFault {
  /// What is wrong with the places of a chunk's data pages.
  ///
  /// Source: parquet-format `PageIndex.md`.
  package static func faults(of index: OffsetIndex, pages: [PageSummary]) -> [ChunkFault] {
    let expected = pages.map {
      PageLocation(
        offset: Int64($0.offset), compressedByteCount: Int32(clamping: $0.byteCount),
        firstRowIndex: Int64($0.rows.lowerBound))
    }
    let found = index.pageLocations
    guard found.count == expected.count else {
      return [
        ChunkFault(
          .count, "pages of the offset index: \(expected.count) expected, \(found.count) found")
      ]
    }
    return zip(found, expected).enumerated().compactMap { number, pair in
      if pair.0 == pair.1 { return nil }
      return ChunkFault(
        .count,
        "page \(number + 1) of the offset index: \(pair.1) expected, \(pair.0) found")
    }
  }

  /// What is wrong with the bounds of a chunk's data pages; `values` are all of the chunk's.
  ///
  /// Source: parquet-format `PageIndex.md`.
  package static func faults(
    of index: ColumnIndex, values: Column, type: DataType, pages: [PageSummary]
  ) -> [ChunkFault] {
    let counts = [index.nullPages.count, index.minValues.count, index.maxValues.count]
    guard counts.allSatisfy({ $0 == pages.count }),
      (index.nullCounts ?? []).count == (index.nullCounts == nil ? 0 : pages.count)
    else {
      return [
        ChunkFault(
          .count, "the column index has not an entry for each of \(pages.count) pages")
      ]
    }
    var faults: [ChunkFault] = []
    for (number, page) in pages.enumerated() {
      let bounds = ValueBounds(of: values, rows: page.rows)
      let isNull = bounds.valueCount == 0
      if index.nullPages[number] != isNull {
        faults.append(
          ChunkFault(
            .count, page: number, "null page: \(isNull) expected, \(!isNull) found"))
      }
      let others = [
        nullCountFault(index.nullCounts?[number], bounds, page: number),
        boundFault("min", index.minValues[number], bounds.min, type, page: number),
        boundFault("max", index.maxValues[number], bounds.max, type, page: number),
      ]
      faults += others.compactMap { $0 }
    }
    if let problem = orderProblem(of: index, type: type) { faults.append(problem) }
    return faults
  }

  /// The order that the index claims must be that of its bounds.
  private static func orderProblem(of index: ColumnIndex, type: DataType) -> ChunkFault? {
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
    case .unordered: return nil
    case .ascending:
      return isSorted { $0 <= $1 } ? nil : ChunkFault(.count, "the pages are not ascending")
    case .descending:
      return isSorted { $0 >= $1 } ? nil : ChunkFault(.count, "the pages are not descending")
    default: return ChunkFault(.count, "the boundary order is \(index.boundaryOrder)")
    }
  }
}
