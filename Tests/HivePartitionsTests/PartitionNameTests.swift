import BarLakeHivePartitions
import Testing

@Suite struct PartitionNameTests {
  /// The order of two names by the bytes of their paths, which continue with `/`.
  @Test(arguments: [
    ("A", "B", -1), ("B", "A", 1), ("A", "A", 0), ("A", "AB", -1), ("AB", "A", 1),
    ("A", "A%2F", 1), ("A", "A-", 1), ("A.B", "A", -1), ("", "A", -1),
  ])
  func `names are ordered as their paths are`(_ one: String, _ other: String, _ sign: Int) {
    let (left, right) = (Array(one.utf8), Array(other.utf8))
    let order = PartitionName.order(left.span, 0..<left.count, right.span, 0..<right.count)
    #expect(order.signum() == sign)
    let byPaths = (left + [0x2f]).lexicographicallyPrecedes(right + [0x2f])
    #expect(byPaths == (sign < 0))
  }
}
