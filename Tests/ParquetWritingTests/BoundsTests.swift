import BarLakeParquetWriting
import Testing

@Suite struct BoundsTests {
  private func bound(_ stored: [UInt8]) -> Bounds.Bound { Bounds.Bound(stored: stored) }

  @Test func `bounds with keys have the order of the keys, whatever bytes are stored`() {
    let keys: [UInt64] = [0, 1, 0x7FFF_FFFF, 1 << 32, .max]
    let bounds = keys.map { key in
      Bounds.Bound(stored: [UInt8(truncatingIfNeeded: ~key), 0], key: key)
    }
    for (left, first) in bounds.enumerated() {
      for (right, second) in bounds.enumerated() {
        #expect((first < second) == (left < right))
      }
    }
  }

  @Test func `a bound before another comes first by its unsigned bytes`() {
    let ordered: [[UInt8]] = [[], [0], [0, 0], [0x7F], [0x80], [0x80, 1], [0xFF]]
    for (left, first) in ordered.enumerated() {
      for (right, second) in ordered.enumerated() {
        #expect((bound(first) < bound(second)) == (left < right))
      }
    }
  }

  @Test func `bounds of both are the least and the greatest, in any order`() {
    let (low, middle, high, top) = (bound([1]), bound([2]), bound([3]), bound([4]))
    for (left, right) in [
      (Bounds(min: low, max: middle), Bounds(min: high, max: top)),
      (Bounds(min: low, max: top), Bounds(min: middle, max: high)),
      (Bounds(min: low, max: high), Bounds(min: middle, max: top)),
    ] {
      #expect(left.union(right) == Bounds(min: low, max: top))
      #expect(right.union(left) == Bounds(min: low, max: top))
    }
    let same = Bounds(min: low, max: low)
    #expect(same.union(same) == same)
  }
}
