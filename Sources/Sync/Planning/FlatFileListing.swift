package import BarLake

/// What a source has of one data type in a range of days.
package struct FlatFileListing: Sendable {
  /// The flat files, one per day, in any order.
  package var files: [ListedFile] = []
  /// Keys that no ingestor reads, and why.
  package var unsupported: [(key: String, reason: String)] = []
  /// Days, or parts of the source, that are there and cannot be used.
  package var refused: [IngestError] = []
  /// What was passed over, each a line for people.
  package var notes: [String] = []

  package init() {}
}
