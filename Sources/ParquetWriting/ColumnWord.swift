package import BarLakeColumnar

/// The bits of a fixed-width value: four or eight bytes.
package protocol ColumnWord: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
  /// The bits of positive infinity in the floating-point type of this width.
  static var infinityBits: Self { get }
  /// The multiplier that distributes values over a hash table: 2 to the power of the word's width,
  /// divided by the golden ratio, made odd.
  static var hashMultiplier: Self { get }

  /// Stores the bits of all rows of `rows` that are not null into `words`, from `start` on. Returns
  /// the position after the last; nil if `values` do not have this width.
  static func gather(
    _ values: ColumnValues, _ rows: Range<Int>, _ validity: Validity?,
    into words: inout [Self], at start: Int
  ) -> Int?
}

extension ColumnWord {
  static var signBit: Self { 1 << (Self.bitWidth - 1) }
}

extension UInt32: ColumnWord {
  package static let infinityBits = Float.infinity.bitPattern
  package static let hashMultiplier: UInt32 = 0x9E37_79B1

  package static func gather(
    _ values: ColumnValues, _ rows: Range<Int>, _ validity: Validity?,
    into words: inout [UInt32], at start: Int
  ) -> Int? {
    switch values {
    case .int8(let values):
      copy(values.span, rows, validity, into: &words, at: start) { UInt32(bitPattern: Int32($0)) }
    case .int16(let values):
      copy(values.span, rows, validity, into: &words, at: start) { UInt32(bitPattern: Int32($0)) }
    case .int32(let values):
      copy(values.span, rows, validity, into: &words, at: start) { UInt32(bitPattern: $0) }
    case .uint32(let values): copy(values.span, rows, validity, into: &words, at: start) { $0 }
    case .float32(let values):
      copy(values.span, rows, validity, into: &words, at: start) { $0.bitPattern }
    case .repeated(let value, _): fill(value, rows, validity, into: &words, at: start)
    default: nil
    }
  }
}

extension UInt64: ColumnWord {
  package static let infinityBits = Double.infinity.bitPattern
  package static let hashMultiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  package static func gather(
    _ values: ColumnValues, _ rows: Range<Int>, _ validity: Validity?,
    into words: inout [UInt64], at start: Int
  ) -> Int? {
    switch values {
    case .int64(let values):
      copy(values.span, rows, validity, into: &words, at: start) { UInt64(bitPattern: $0) }
    case .uint64(let values): copy(values.span, rows, validity, into: &words, at: start) { $0 }
    case .float64(let values):
      copy(values.span, rows, validity, into: &words, at: start) { $0.bitPattern }
    case .repeated(let value, _): fill(value, rows, validity, into: &words, at: start)
    default: nil
    }
  }
}

extension ColumnWord {
  @inline(__always)
  fileprivate static func copy<Value: BitwiseCopyable>(
    _ values: borrowing Span<Value>, _ rows: Range<Int>, _ validity: Validity?,
    into words: inout [Self], at start: Int, _ bits: (Value) -> Self
  ) -> Int {
    let source = values.extracting(rows)
    if let validity {
      var position = start
      for row in rows where validity[row] {
        words[position] = bits(values[row])
        position += 1
      }
      return position
    }
    var target = words.mutableSpan
    for index in source.indices { target[start &+ index] = bits(source[index]) }
    return start + rows.count
  }

  fileprivate static func fill(
    _ value: ColumnValues, _ rows: Range<Int>, _ validity: Validity?, into words: inout [Self],
    at start: Int
  ) -> Int? {
    let count = rows.count - (validity?.nullCount(in: rows) ?? 0)
    if count == 0 { return start }
    guard gather(value, 0..<1, nil, into: &words, at: start) != nil else { return nil }
    let word = words[start]
    for position in start..<start + count { words[position] = word }
    return start + count
  }
}
