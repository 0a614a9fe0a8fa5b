package import BarLakeColumnar
package import BarLakeParquetFormat

/// A statement of a file about the values of a column chunk that they do not bear out, or that is
/// missing.
package struct ChunkFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// A statement that must be there is not.
    case missing
    /// A number of nulls or pages, or the place or order of pages, is another.
    case count
    /// A least value that is greater than some value, or a greatest that is less.
    case bound
    /// A bound that none of the values is.
    case looseBound
    /// A bound where no value has an order.
    case boundOfNothing
  }

  package var kind: Kind
  /// The data page, from 0, whose entry in the column index is meant; nil for the whole chunk.
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
  /// What is wrong with the statistics of a chunk whose values have `bounds`: they must be there if
  /// there is a value, and be exact. The superseded `min` and `max` are not looked at, nor is
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

  /// A number of nulls that is told, and wrong.
  package static func nullCountFault(
    _ found: Int64?, _ bounds: ValueBounds, page: Int? = nil
  ) -> ChunkFault? {
    guard let found, found != bounds.nullCount else { return nil }
    return ChunkFault(
      .count, page: page, "null_count: \(bounds.nullCount) expected, \(found) found")
  }

  /// What is wrong with a bound that need not be exact. Nothing is where there is none, or no value
  /// to be bound.
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
