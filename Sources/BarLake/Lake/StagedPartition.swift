/// A staged file that is ready to be published: the one file of a date, or that of a partition.
package struct StagedPartition: Equatable, Sendable {
  /// The path of the data file, relative to the lake.
  package var path: String
  /// The path of the staged file.
  package var stagedPath: String
  package var byteCount: Int
  package var rowCount: Int
  /// The SHA-256 of its bytes, in hexadecimal.
  package var sha256: String
  /// The number of column chunks that are PLAIN because their dictionary would be too large.
  package var plainTextChunkCount: Int

  package init(
    path: String, stagedPath: String, byteCount: Int, rowCount: Int, sha256: String,
    plainTextChunkCount: Int = 0
  ) {
    self.path = path
    self.stagedPath = stagedPath
    self.byteCount = byteCount
    self.rowCount = rowCount
    self.sha256 = sha256
    self.plainTextChunkCount = plainTextChunkCount
  }
}
