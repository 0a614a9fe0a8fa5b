package import BarLakeColumnar

/// Definition levels of one bit, packed from the highest bit on, in the deprecated encoding
/// BIT_PACKED. Unlike the hybrid's they have no runs and no length before them.
///
/// Source: parquet-format `Encodings.md`, "Bit-packed (Deprecated)".
package enum BitPackedLevels {
  /// Appends one row per level to `validity`: the `count` levels from the byte `start` on, all of
  /// which are inside `bytes`.
  package static func append(
    _ bytes: [UInt8], from start: Int, count: Int, to validity: inout Validity
  ) {
    for index in 0..<count {
      validity.append(bytes[start + index >> 3] << UInt8(index & 7) & 0x80 != 0)
    }
  }

  /// The number of bytes of `count` levels.
  package static func byteCount(_ count: Int) -> Int { (count + 7) / 8 }
}
