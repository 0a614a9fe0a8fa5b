package import BarLakeBytes
package import BarLakeCSV

extension BlockReader {
  /// Opens `source`.
  package static func open(
    _ source: ByteSource, cancellation: Cancellation?
  ) throws(InputFailure) -> BlockReader {
    do {
      return try BlockReader(source, cancellation: cancellation)
    } catch {
      throw .input(error)
    }
  }

  /// The next block, in the memory of `buffer`; nil at the end.
  package mutating func nextBlock(reusing buffer: consuming ByteBuffer) throws(InputFailure)
    -> Block?
  {
    do {
      return try next(reusing: buffer)
    } catch {
      throw .input(error)
    }
  }

  /// The failure to report after `failure`. A damaged gzip container has priority over everything
  /// that is wrong inside it. Its checksums are at its end, so the rest of a gzip input is read
  /// first.
  package mutating func failure(after failure: InputFailure) -> InputFailure {
    if case .input = failure { return failure }
    guard isGzip else { return failure }
    do {
      try drain()
      return failure
    } catch {
      return .input(error)
    }
  }
}
