package import BarLakeBytes
internal import BarLakeCSV

/// A flat file that is read block after block, with the errors that this can end in.
package struct FlatFile: ~Copyable {
  private var reader: BlockReader
  /// What the paths in errors are relative to.
  private let root: String

  /// Opens `source`; paths in errors are relative to `root`, and as they are where it is empty. A
  /// block has `blockByteCount` bytes and the rest of a record before it.
  package init(
    _ source: ByteSource, root: String, cancellation: Cancellation?,
    blockByteCount: Int = 1 << 20
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

  /// Bytes of the source read so far, as they were handed in.
  var sourceByteCount: Int { reader.sourceByteCount }
  /// The SHA-256 of the source as it was handed in, in hexadecimal; to be asked at the end.
  var sourceSHA256: String { reader.sourceSHA256 }
  /// Whether what was read ends with a line end.
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

  /// The error to report for `error`, which is one of the content: a damaged gzip container comes
  /// before everything that is wrong inside it, and its checksums stand at its end, so the rest of
  /// one is read first.
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
