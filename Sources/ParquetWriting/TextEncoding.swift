/// How the texts of a column are encoded: in all row groups of all files alike.
///
/// What the values are does not matter, since a reader may take several files, or the row groups of
/// one, for a single column: fastparquet reads texts as null where some are stored with a
/// dictionary and some without.
package enum TextEncoding: Hashable, Sendable {
  /// With a dictionary, of no text where all rows are null. Where the dictionary would take more
  /// than ``DictionaryDecision/byteCountLimit`` the chunk is PLAIN, and counted.
  case dictionary
  /// PLAIN, always.
  case plain
}
