package import BarLakeColumnar
package import BarLakeParquetFormat

/// A statement of a file about the values of a column chunk that is wrong or missing.
package struct ChunkFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// A required statement is missing.
    case missing
    /// A number of nulls or pages, or the place or order of pages, is wrong.
    case count
    /// The minimum is greater than some value, or the maximum is less.
    case bound
    /// No value equals the bound.
    case looseBound
    /// There is a bound, but no value has an order.
    case boundOfNothing
  }

  package var kind: Kind
  /// The data page, from 0, whose entry in the column index is wrong; nil for the whole chunk.
  package var page: Int?
  /// What is wrong, for people.
  package var problem: String

  init(_ kind: Kind, page: Int? = nil, _ problem: String) {
    self.kind = kind
    self.page = page
    self.problem = problem
  }
}

extension ChunkFault {
  /// The faults in the statistics of a chunk whose values have `bounds`. The statistics must exist
  /// if there is a value, and must be exact. The superseded `min` and `max` are ignored, and so is
  /// `distinct_count`, which may be an estimate.
  package static func faults(
    of statistics: Statistics?, against bounds: ValueBounds
  ) -> [ChunkFault] {
    let isRequired = bounds.valueCount > 0
    guard let statistics else {
      return isRequired ? [ChunkFault(.missing, "there are no statistics")] : []
    }
    var faults = nullCountFault(statistics.nullCount, bounds).map { [$0] } ?? []
    if isRequired, statistics.nullCount == nil {
      faults.append(ChunkFault(.missing, "null_count is missing"))
    }
    if statistics.isMinValueExact == false || statistics.isMaxValueExact == false {
      faults.append(ChunkFault(.missing, "min or max is marked as not exact"))
    }
    let pairs = [
      ("min", statistics.minValue, bounds.min), ("max", statistics.maxValue, bounds.max),
    ]
    for (name, found, expected) in pairs where found != expected {
      guard let expected else {
        faults.append(
          ChunkFault(.boundOfNothing, "\(name) is present, but no value has an order"))
        continue
      }
      guard let found else {
        faults.append(ChunkFault(.missing, "\(name) is missing"))
        continue
      }
      faults.append(ChunkFault(.bound, different(name, expected, found)))
    }
    return faults
  }

  /// The faults in the statistics of a chunk of `type` whose values have `bounds`, if a writer may
  /// leave out any of them and its bounds need not be exact.
  package static func faults(
    ofPossible statistics: Statistics?, against bounds: ValueBounds, type: DataType
  ) -> [ChunkFault] {
    [
      nullCountFault(statistics?.nullCount, bounds),
      boundFault("min", statistics?.minValue, bounds.min, type),
      boundFault("max", statistics?.maxValue, bounds.max, type),
    ].compactMap { $0 }
  }

  /// The fault of a null count that is present and wrong.
  package static func nullCountFault(
    _ found: Int64?, _ bounds: ValueBounds, page: Int? = nil
  ) -> ChunkFault? {
    guard let found, found != bounds.nullCount else { return nil }
    return ChunkFault(
      .count, page: page, "null_count: \(bounds.nullCount) expected, \(found) found")
  }

  /// The fault of a bound that need not be exact. Nil if there is no bound, or no value to be
  /// bounded.
  package static func boundFault(
    _ name: String, _ found: [UInt8]?, _ expected: [UInt8]?, _ type: DataType, page: Int? = nil
  ) -> ChunkFault? {
    guard let found, let expected, found != expected else { return nil }
    var kind = Kind.bound
    if let bound = OrderedBound(found, type: type), let value = OrderedBound(expected, type: type),
      name == "min" ? bound <= value : bound >= value
    {
      kind = .looseBound
    }
    return ChunkFault(kind, page: page, different(name, expected, found))
  }

  private static func different(_ name: String, _ expected: [UInt8], _ found: [UInt8]) -> String {
    "\(name): \(BoundText.hexadecimal(expected)) expected, \(BoundText.hexadecimal(found)) found"
  }
}
