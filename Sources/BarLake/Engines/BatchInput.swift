package import BarLakeBytes
package import BarLakeCSV

/// Where the rows of a date come from: a flat file, or the data files of another lake. One worker
/// at a time reads portions, in order; any worker turns a portion into batches.
package protocol BatchInput: ~Copyable, SendableMetatype {
  associatedtype Parser: PortionParser

  /// Makes a parser for a worker.
  var newParser: @Sendable () -> Parser { get }
  /// Bytes of the source read so far.
  var sourceByteCount: Int { get }
  /// Line terminators before the first portion.
  var linesBefore: Int { get }

  /// The next portion, in the memory of `buffer` if it needs memory; nil at the end.
  mutating func next(
    reusing buffer: consuming ByteBuffer
  ) throws(IngestError) -> Parser.Portion?

  /// The error to report for `error`, which concerns a record.
  mutating func failed(_ error: CSVError) -> IngestError
}

/// Turns the portions of an input into batches with the columns of a ``WritePlan``. A worker has
/// its own and reuses its memory.
package protocol PortionParser {
  /// What is read at once: of a flat file, a block.
  associatedtype Portion: Sendable

  /// Parses portion `number`, from 0. After a failure the parser is not used again.
  mutating func parse(_ number: Int, _ portion: Portion) -> ParsedPortion
  /// The memory of the portion that was parsed last.
  mutating func takeBuffer() -> ByteBuffer
}
