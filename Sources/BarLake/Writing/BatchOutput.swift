package import BarLakeBytes
package import BarLakeColumnar

/// Receives the batches of a date in the order of the input. It cuts them into units: row groups or
/// spills. Any thread encodes a unit; the units are written in order, one at a time.
protocol BatchOutput: ~Copyable, SendableMetatype {
  associatedtype Assembler: BatchAssembler
  associatedtype Encoder: BatchEncoder

  init(plan: WritePlan, controls: RunControls) throws(IngestError)

  /// Writes the next unit, which an encoder made.
  mutating func write(_ unit: consuming Encoder.Encoded) throws(IngestError)

  /// Ends the files of the date, with up to `workerCount` threads. A file without rows is not made.
  /// `sourceByteCount` is the length of the source, which was read to its end.
  consuming func finish(
    _ counts: RecordCounts, sourceByteCount: Int, workerCount: Int
  ) throws(IngestError) -> [StagedPartition]
}

/// Cuts batches into units to be encoded. The cuts do not depend on how the rows were batched.
package protocol BatchAssembler: Sendable {
  init(plan: WritePlan)
  /// Takes the rows of `batch` and returns the units that are full now, in order.
  mutating func append(_ batch: RecordBatch) throws(SystemError) -> [[BatchSlice]]
  /// The remaining rows, which make no full unit; nil if there are none.
  mutating func finish() -> [BatchSlice]?
}

/// Encodes units, each in parts that several threads can encode at the same time. A thread has its
/// own encoder and reuses the encoder's memory.
protocol BatchEncoder {
  associatedtype Encoded: EncodedUnit
  init(plan: WritePlan)
  /// The number of parts of each unit, at least 1.
  static func partCount(plan: WritePlan) -> Int
  /// Encodes part `part` (from 0) of unit `unit`. `choices` are those of the first unit; nil if
  /// this is the first.
  func encode(
    part: Int, of slices: [BatchSlice], unit: Int, following choices: Encoded.Choices?
  ) throws(IngestError) -> Encoded.Part
}

/// A unit that is ready to be written.
package protocol EncodedUnit: Sendable {
  associatedtype Part: Sendable
  associatedtype Choices: Sendable
  /// Makes a unit of its parts, in order. It has `rowCount` rows.
  init(parts: [Part], rowCount: Int)
  /// What the units of an output do alike, if this is the first of them.
  var choices: Choices { get }
}
