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

extension ManifestFiles {
  /// The list of staged files.
  ///
  /// - Throws: `internal` if the date cannot have them, or one occurs twice.
  package init(_ staged: [StagedPartition], of layout: LakeLayout) throws(IngestError) {
    let files = staged.map { file in
      Manifest.File(
        path: file.path, byteCount: file.byteCount, rowCount: file.rowCount, sha256: file.sha256)
    }
    guard let files = ManifestFiles(files, of: layout) else {
      throw IngestError(
        code: .internalError, message: "the files are none that the date can have, each once")
    }
    self = files
  }
}
