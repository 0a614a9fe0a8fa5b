/// Whether a chunk of numbers is stored with a dictionary or in PLAIN encoding: a function of the
/// chunk's values alone, however they come cut into batches. Of texts the column decides
/// (``TextEncoding``), and ``byteCountLimit``.
///
/// A dictionary is tried while the values are read. The attempt ends at the first distinct value
/// beyond ``distinctCountLimit``, and at every ``checkInterval`` values and at the end if it has
/// not paid so far, so that a column of ever new values costs little.
package enum DictionaryDecision {
  /// Distinct numbers of a dictionary. Indices then fit 16 bits, and the hash table stays near the
  /// processor.
  package static let distinctCountLimit = 65_535
  /// Bytes of a dictionary page of texts before compression: of the distinct texts in PLAIN
  /// encoding. It bounds what a chunk of ever new long texts costs, and readers hold a dictionary
  /// as a whole; as many numbers as a dictionary may have take an eighth of it.
  package static let byteCountLimit = 1 << 22
  /// Values between two checks.
  package static let checkInterval = 16_384

  /// Whether a dictionary and bit-packed indices take fewer bytes than the values themselves. Both
  /// byte counts are of PLAIN encoding: of the distinct values and of all.
  package static func pays(
    valueCount: Int, distinctCount: Int, dictionaryByteCount: Int, plainByteCount: Int
  ) -> Bool {
    let indexByteCount = (valueCount * bitWidth(distinctCount: distinctCount) + 7) / 8
    return dictionaryByteCount + indexByteCount < plainByteCount
  }

  /// The width of the indices into a dictionary, 1 at least: not every reader takes 0.
  package static func bitWidth(distinctCount: Int) -> Int {
    Swift.max(1, Int.bitWidth - Swift.max(0, distinctCount - 1).leadingZeroBitCount)
  }
}
