package import BarLakeColumnar
package import BarLakeParquetFormat

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

  /// What is wrong with the bounds of a chunk's data pages; `values` are all values of the chunk.
  ///
  /// Source: parquet-format `PageIndex.md`.
  package static func faults(
    of index: ColumnIndex, values: Column, type: DataType, pages: [PageSummary]
  ) -> [ChunkFault] {
    var judge = ColumnIndexJudge(index, type: type)
    for page in pages { judge.take(ValueBounds(of: values, rows: page.rows)) }
    return judge.faults
  }

  /// Checks that the bounds have the order that the index states.
  fileprivate static func orderProblem(of index: ColumnIndex, type: DataType) -> ChunkFault? {
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

/// Finds, page by page, what is wrong with the bounds of a chunk's data pages.
///
/// Source: parquet-format `PageIndex.md`.
package struct ColumnIndexJudge {
  private let index: ColumnIndex
  private let type: DataType
  private var pageCount = 0
  private var found: [ChunkFault] = []

  /// Makes a judge of `index` before the first data page. The values of the column have the type
  /// `type`.
  package init(_ index: ColumnIndex, type: DataType) {
    self.index = index
    self.type = type
  }

  /// Compares the bounds in the index for the next data page with the bounds of its values.
  package mutating func take(_ bounds: ValueBounds) {
    let page = pageCount
    pageCount += 1
    // Whether the index has one entry per page is known only at the end.
    guard page < index.nullPages.count, page < index.minValues.count,
      page < index.maxValues.count, index.nullCounts.map({ page < $0.count }) ?? true
    else { return }
    let isNull = bounds.valueCount == 0
    if index.nullPages[page] != isNull {
      found.append(
        ChunkFault(.count, page: page, "null page: \(isNull) expected, \(!isNull) found"))
    }
    let others = [
      ChunkFault.nullCountFault(index.nullCounts?[page], bounds, page: page),
      ChunkFault.boundFault("min", index.minValues[page], bounds.min, type, page: page),
      ChunkFault.boundFault("max", index.maxValues[page], bounds.max, type, page: page),
    ]
    found += others.compactMap { $0 }
  }

  /// All faults, once all pages are taken.
  package var faults: [ChunkFault] {
    let counts = [
      index.nullPages.count, index.minValues.count, index.maxValues.count,
      index.nullCounts?.count ?? pageCount,
    ]
    guard counts.allSatisfy({ $0 == pageCount }) else {
      return [
        ChunkFault(.count, "the column index does not have one entry per page (\(pageCount))")
      ]
    }
    return found + [ChunkFault.orderProblem(of: index, type: type)].compactMap { $0 }
  }
}
