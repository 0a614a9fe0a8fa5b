package import BarLakeBytes
internal import BarLakeCSV

/// A flat file that is read block by block. Its errors are ready to be reported.
package struct FlatFile: ~Copyable {
  private var reader: BlockReader
  /// The folder to which the paths in errors are relative.
  private let root: String

  /// Opens `source`. Paths in errors are relative to `root`; with an empty `root` they are
  /// unchanged. A block has `blockByteCount` bytes and the rest of a record before it.
  package init(
    _ source: ByteSource, root: String, cancellation: Cancellation?,
    blockByteCount: Int = BlockReader.usualBlockByteCount
  ) throws(IngestError) {
    let reader: BlockReader
    do {
      reader = try BlockReader(
        source, cancellation: cancellation, blockByteCount: blockByteCount)
    } catch {
      throw IngestError(error, root: root)
    }
    self.reader = reader
    self.root = root
  }

  /// Bytes of the source read so far, before inflating.
  var sourceByteCount: Int { reader.sourceByteCount }
  /// What the manifest says of the source. Call this at the end.
  var sourceRecord: SourceRecord { reader.sourceRecord }
  /// Whether the bytes read so far end with a line terminator.
  var hasEndedLine: Bool { reader.hasEndedLine }
  /// Whether the source is gzip; known after the first block.
  var isGzip: Bool { reader.isGzip }

  /// The next block, in the memory of `buffer`; nil at the end.
  mutating func next(reusing buffer: consuming ByteBuffer) throws(IngestError) -> Block? {
    do {
      return try reader.next(reusing: buffer)
    } catch {
      throw IngestError(error, root: root)
    }
  }

  /// The error to report for `error`, which concerns the content. A fault of the gzip container has
  /// priority over every error inside it. The container's checksums are at its end, so this reads
  /// the rest of a gzip source first.
  mutating func failed(_ error: IngestError) -> IngestError {
    guard isGzip else { return error }
    do {
      try reader.drain()
      return error
    } catch {
      return IngestError(error, root: root)
    }
  }
}
