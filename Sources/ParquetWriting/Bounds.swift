/// The minimum and maximum of a page or column chunk.
package struct Bounds: Hashable, Sendable {
  /// One of the two bounds.
  package struct Bound: Hashable, Sendable {
    /// The value as statistics hold it: in PLAIN encoding, but texts without their length.
    package var stored: [UInt8]
    /// Bytes whose unsigned, lexicographic order is the order of the values.
    package var order: [UInt8]

    package init(stored: [UInt8], order: [UInt8]) {
      self.stored = stored
      self.order = order
    }
  }

  package var min: Bound
  package var max: Bound

  package init(min: Bound, max: Bound) {
    self.min = min
    self.max = max
  }

  /// The bounds of all values of both.
  package func union(_ other: Bounds) -> Bounds {
    Bounds(min: other.min < min ? other.min : min, max: max < other.max ? other.max : max)
  }
}

extension Bounds.Bound: Comparable {
  package static func < (left: Bounds.Bound, right: Bounds.Bound) -> Bool {
    left.order.lexicographicallyPrecedes(right.order)
  }
}
