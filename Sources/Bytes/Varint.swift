/// Unsigned numbers of variable length: seven bits in each byte, the lowest first, and the highest
/// bit set in all bytes but the last.
///
/// Thrift's reader has a loop of its own: a footer is read again for each file of a tree of
/// symbols, and with this one such an ingest takes 9 % more instructions.
///
/// Source: parquet-format `Encodings.md`, "Run Length Encoding / Bit-Packing Hybrid" and "Delta
/// Encoding".
package enum Varint {
  package enum Fault: Error {
    /// The bytes end within the number.
    case truncated
    /// The number does not fit its type.
    case tooLarge
  }

  /// The number at `position` of `bytes`, which ends before `end`. `position` moves to the byte
  /// after it, or after the byte that is wrong.
  @inlinable
  package static func read<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, from bytes: [UInt8], at position: inout Int, end: Int
  ) throws(Fault) -> Value {
    var value: Value = 0
    var shift: Value = 0
    while shift < Value.bitWidth {
      guard position < end else { throw .truncated }
      let byte = bytes[position]
      position += 1
      let bits = Value(truncatingIfNeeded: byte & 0x7F)
      let shifted = bits &<< shift
      guard shifted &>> shift == bits else { throw .tooLarge }
      value |= shifted
      if byte < 0x80 { return value }
      shift &+= 7
    }
    throw .tooLarge
  }
}
