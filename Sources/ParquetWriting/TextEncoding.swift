/// How the texts of a column are encoded, the same in all row groups of all files.
///
/// The encoding must not depend on the values, because a reader may join several files, or the row
/// groups of one, into a single column. fastparquet then reads texts as null if some are stored
/// with a dictionary and some without.
package enum TextEncoding: Hashable, Sendable {
  /// With a dictionary; it is empty if all rows are null. If the dictionary would take more than
  /// ``DictionaryDecision/byteCountLimit``, the chunk is PLAIN and counted.
  case dictionary
  /// Always PLAIN.
  case plain
}
