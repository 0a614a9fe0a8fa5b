internal import BarLakeBytes

/// The order of the numbers that a column's bits represent.
///
/// Source: parquet-format `parquet.thrift`, `ColumnOrder.TYPE_ORDER`.
package enum ValueOrder: Hashable, Sendable {
  case signed
  case unsigned
  /// IEEE 754. NaN is never a bound. A zero is written as -0.0 if it is the minimum and as +0.0 if
  /// it is the maximum, because readers need not distinguish them.
  case floatingPoint

  /// The bounds of the values with these bits; nil if there are no values, or only NaN.
  package func bounds<Word: ColumnWord>(of values: borrowing Span<Word>) -> Bounds? {
    let keys: (min: Word, max: Word)?
    switch self {
    case .signed: keys = extremes(of: values) { $0 ^ Word.signBit }
    case .unsigned: keys = extremes(of: values) { $0 }
    case .floatingPoint: keys = floatingPointExtremes(of: values)
    }
    guard let keys else { return nil }
    return Bounds(min: bound(keys.min), max: bound(keys.max))
  }

  /// An unsigned number; these numbers have the order of the values.
  func key<Word: ColumnWord>(_ value: Word) -> Word {
    switch self {
    case .signed: value ^ Word.signBit
    case .unsigned: value
    case .floatingPoint: value & Word.signBit == 0 ? value | Word.signBit : ~value
    }
  }

  /// The inverse of ``key(_:)``.
  private func value<Word: ColumnWord>(_ key: Word) -> Word {
    switch self {
    case .signed: key ^ Word.signBit
    case .unsigned: key
    case .floatingPoint: key & Word.signBit == 0 ? ~key : key ^ Word.signBit
    }
  }

  private func bound<Word: ColumnWord>(_ key: Word) -> Bounds.Bound {
    var stored: [UInt8] = []
    stored.append(littleEndian: value(key))
    return Bounds.Bound(stored: stored, key: UInt64(key))
  }

  @inline(__always)
  private func extremes<Word: ColumnWord>(
    of values: borrowing Span<Word>, _ key: (Word) -> Word
  ) -> (min: Word, max: Word)? {
    if values.isEmpty { return nil }
    var min = key(values[0])
    var max = min
    for index in 1..<values.count {
      let key = key(values[index])
      min = Swift.min(min, key)
      max = Swift.max(max, key)
    }
    return (min, max)
  }

  private func floatingPointExtremes<Word: ColumnWord>(
    of values: borrowing Span<Word>
  ) -> (min: Word, max: Word)? {
    var min = Word.max
    var max = Word.min
    for index in values.indices {
      let value = values[index]
      if value & ~Word.signBit > Word.infinityBits { continue }
      let key = key(value)
      min = Swift.min(min, key)
      max = Swift.max(max, key)
    }
    if min > max { return nil }
    let positiveZero = Word.signBit
    let negativeZero = ~Word.signBit
    return (min == positiveZero ? negativeZero : min, max == negativeZero ? positiveZero : max)
  }
}
