/// How the numbers of a column are encoded.
package enum NumberEncoding: Hashable, Sendable {
  /// With a dictionary, as long as a row group has few enough distinct values.
  case dictionary
  case plain
}

/// Decides how the numbers of a column are encoded: once, by the first row group of a file. The row
/// groups after it follow without trying, so a column whose values hardly repeat costs no search
/// for them. For texts, the column (``TextEncoding``) and ``byteCountLimit`` decide.
package enum DictionaryDecision {
  /// The most distinct numbers of a dictionary. Indices then fit in 16 bits, and the hash table
  /// stays in the processor's cache.
  package static let distinctCountLimit = 65_535
  /// The most bytes of a dictionary page of texts before compression: the distinct texts in PLAIN
  /// encoding. The limit bounds the cost of a chunk of long texts that all differ, and readers hold
  /// a dictionary as a whole. Numbers never reach it: the largest dictionary of numbers takes an
  /// eighth of it.
  package static let byteCountLimit = 1 << 22

  /// What the sizes before compression say of `valueCount` numbers of `byteWidth` bytes, of which
  /// `distinctCount` are distinct; nil if only compressing both ways can say.
  ///
  /// PLAIN numbers may shrink by compression, the distinct values and their indices hardly do. So a
  /// dictionary must save half to be surely smaller.
  package static func encoding(
    valueCount: Int, distinctCount: Int, byteWidth: Int
  ) -> NumberEncoding? {
    let indexByteCount = (valueCount * bitWidth(distinctCount: distinctCount) + 7) / 8
    let dictionaryByteCount = distinctCount * byteWidth + indexByteCount
    let plainByteCount = valueCount * byteWidth
    if dictionaryByteCount * 2 < plainByteCount { return .dictionary }
    if dictionaryByteCount >= plainByteCount { return .plain }
    return nil
  }

  /// The bit width of indices into a dictionary, at least 1: some readers do not accept 0.
  package static func bitWidth(distinctCount: Int) -> Int {
    Swift.max(1, Int.bitWidth - Swift.max(0, distinctCount - 1).leadingZeroBitCount)
  }
}
