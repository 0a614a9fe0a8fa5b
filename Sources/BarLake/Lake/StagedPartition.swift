/// A file that is ready to be published.
struct StagedPartition: Equatable, Sendable {
  /// Where it is to be, relative to the lake.
  var path: String
  /// Where it is.
  var stagedPath: String
  var byteCount: Int
  var rowCount: Int
  /// Of its bytes, in hexadecimal.
  var sha256: String
  /// Chunks of texts that are PLAIN for want of room in a dictionary.
  var plainTextChunkCount = 0
}
