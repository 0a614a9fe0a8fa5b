/// The minimum and maximum of a page or column chunk.
package struct Bounds: Hashable, Sendable {
  /// One of the two bounds.
  package struct Bound: Hashable, Sendable {
    /// The value as statistics hold it: in PLAIN encoding, but texts without their length.
    package var stored: [UInt8]
    /// A number of a value of fixed width; these numbers have the order of the values. Nil if the
    /// unsigned, lexicographic order of the stored bytes is that of the values.
    package var key: UInt64?

    package init(stored: [UInt8], key: UInt64? = nil) {
      self.stored = stored
      self.key = key
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
    if let key = left.key, let other = right.key { return key < other }
    return left.stored.lexicographicallyPrecedes(right.stored)
  }
}
