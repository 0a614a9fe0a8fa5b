/// Which rows of a column hold a value: one bit per row, 1 for a value, least significant bit
/// first.
///
/// Source: Arrow `format/Columnar.rst`, "Validity bitmaps".
public struct Validity: Hashable, Sendable {
  /// The bitmap, `(count + 7) / 8` bytes; bits beyond `count` are zero.
  public private(set) var bitmap: [UInt8]
  /// The number of rows.
  public private(set) var count: Int
  /// The number of rows without a value.
  public private(set) var nullCount: Int

  /// No rows.
  public init() {
    bitmap = []
    count = 0
    nullCount = 0
  }

  /// `count` rows that all hold a value.
  public init(allValid count: Int) {
    self.init()
    append(true, count: count)
  }

  /// Whether row `index` (from 0) holds a value; traps after the last byte of the bitmap.
  public subscript(index: Int) -> Bool {
    bitmap[index >> 3] & (1 << UInt8(index & 7)) != 0
  }

  /// Appends one row.
  public mutating func append(_ isValid: Bool) {
    if count & 7 == 0 { bitmap.append(0) }
    if isValid {
      bitmap[count >> 3] |= 1 << UInt8(count & 7)
    } else {
      nullCount += 1
    }
    count += 1
  }

  /// Appends `runCount` equal rows.
  public mutating func append(_ isValid: Bool, count runCount: Int) {
    var remaining = runCount
    while remaining > 0, count & 7 != 0 || remaining < 8 {
      append(isValid)
      remaining -= 1
    }
    let wholeByteCount = remaining / 8
    bitmap.append(contentsOf: repeatElement(isValid ? 0xFF : 0, count: wholeByteCount))
    count += wholeByteCount * 8
    if !isValid { nullCount += wholeByteCount * 8 }
    for _ in 0..<(remaining - wholeByteCount * 8) { append(isValid) }
  }

  /// The number of nulls in the rows of `range`.
  public func nullCount(in range: Range<Int>) -> Int {
    if nullCount == 0 { return 0 }
    if range == 0..<count { return nullCount }
    return range.reduce(0) { $0 + (self[$1] ? 0 : 1) }
  }
}
