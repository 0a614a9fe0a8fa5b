/// A file that is ready to be published.
package struct StagedPartition: Equatable, Sendable {
  /// Where it is to be, relative to the lake.
  package var path: String
  /// Where it is.
  package var stagedPath: String
  package var byteCount: Int
  package var rowCount: Int
  /// Of its bytes, in hexadecimal.
  package var sha256: String
  /// Chunks of texts that are PLAIN for want of room in a dictionary.
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
