internal import BarLakeBytes

/// Checks and compares the names of partitions: the part of a path after `symbol=`, byte for byte.
///
/// A date may have ten thousand of them, so they are checked in place, without copies.
/// ``PartitionFolders/value(of:)`` is the plain form of the same check.
///
/// Source: `docs/spec.md`, PART-4.
package enum PartitionName {
  /// Whether `text[range]` is the name of a value, in a path with folders `{key}=…`.
  package static func isName(
    _ text: borrowing Span<UInt8>, _ range: Range<Int>, of folders: PartitionFolders
  ) -> Bool {
    guard !range.isEmpty,
      folders.key.utf8.count + 1 + range.count <= PartitionFolders.nameByteCountLimit
    else { return false }
    var place = range.lowerBound
    var isOfDots = true
    while place < range.upperBound {
      let byte = text[place]
      if PartitionFolders.isPlain(byte) {
        isOfDots = isOfDots && byte == UInt8(ascii: ".")
        place += 1
        continue
      }
      guard byte == UInt8(ascii: "%"), range.upperBound - place >= 3,
        let high = digit(text[place + 1]), let low = digit(text[place + 2])
      else { return false }
      let decoded = high << 4 | low
      // A value has exactly one name; otherwise two folders could hold one symbol.
      if PartitionFolders.isPlain(decoded), !isEncodedDots(text, range) { return false }
      isOfDots = false
      place += 3
    }
    return !(isOfDots && range.count <= 2) && !isReadersNull(text, range)
  }

  /// Compares the paths of two names by their bytes. The path of a name continues with `/`, which
  /// matters if one name is the start of the other. Negative if the first path is earlier, 0 if the
  /// names are equal.
  package static func order(
    _ one: borrowing Span<UInt8>, _ range: Range<Int>,
    _ other: borrowing Span<UInt8>, _ otherRange: Range<Int>
  ) -> Int {
    let common = min(range.count, otherRange.count)
    let order = TextBytes.order(one, range.prefix(common), other, otherRange.prefix(common))
    if order != 0 { return order }
    let end = Int(UInt8(ascii: "/"))
    if range.count > common { return Int(one[range.lowerBound + common]) - end }
    if otherRange.count > common { return end - Int(other[otherRange.lowerBound + common]) }
    return 0
  }

  /// Whether the name is `%2E` or `%2E%2E`, the names of `.` and `..`.
  private static func isEncodedDots(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == 3 || range.count == 6 else { return false }
    let dot = Array("%2E".utf8)
    for place in 0..<range.count where text[range.lowerBound + place] != dot[place % 3] {
      return false
    }
    return true
  }

  /// Whether readers take the name for null. BarLake writes no such name.
  private static func isReadersNull(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == PartitionFolders.readersNull.count else { return false }
    for place in 0..<range.count
    where text[range.lowerBound + place] != PartitionFolders.readersNull[place] {
      return false
    }
    return true
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
