/// Decides whether a chunk of numbers is stored with a dictionary or in PLAIN encoding. The
/// decision depends only on the values of the chunk, not on how they are cut into batches. For
/// texts, the column (``TextEncoding``) and ``byteCountLimit`` decide.
///
/// A dictionary is tried while the values are read. The attempt ends if there are more distinct
/// values than ``distinctCountLimit``. It also ends if the dictionary has not paid so far; this is
/// checked after every ``checkInterval`` values and at the end. So a column that has ever new
/// values costs little.
package enum DictionaryDecision {
  /// The most distinct numbers of a dictionary. Indices then fit in 16 bits, and the hash table
  /// stays in the processor's cache.
  package static let distinctCountLimit = 65_535
  /// The most bytes of a dictionary page of texts before compression: the distinct texts in PLAIN
  /// encoding. The limit bounds the cost of a chunk of long texts that all differ, and readers hold
  /// a dictionary as a whole. Numbers never reach it: the largest dictionary of numbers takes an
  /// eighth of it.
  package static let byteCountLimit = 1 << 22
  /// The number of values between two checks.
  package static let checkInterval = 16_384

  /// Whether a dictionary and bit-packed indices take fewer bytes than the values themselves. Both
  /// byte counts are of PLAIN encoding: of the distinct values, and of all values.
  package static func pays(
    valueCount: Int, distinctCount: Int, dictionaryByteCount: Int, plainByteCount: Int
  ) -> Bool {
    let indexByteCount = (valueCount * bitWidth(distinctCount: distinctCount) + 7) / 8
    return dictionaryByteCount + indexByteCount < plainByteCount
  }

  /// The bit width of indices into a dictionary, at least 1: some readers do not accept 0.
  package static func bitWidth(distinctCount: Int) -> Int {
    Swift.max(1, Int.bitWidth - Swift.max(0, distinctCount - 1).leadingZeroBitCount)
  }
}
