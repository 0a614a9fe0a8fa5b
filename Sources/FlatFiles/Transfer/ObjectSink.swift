/// Where the bytes of an object go.
protocol ObjectSink: Sendable {
  /// The length of the parts in bytes.
  var partByteCount: Int { get }

  /// What an earlier run has left; nil if nothing.
  func resumption() async throws -> ObjectVersion?

  /// The bytes of `version` are coming. Returns the parts that are not there yet, in order. With
  /// `isWhole` there is one part.
  func begin(_ version: ObjectVersion, isWhole: Bool) async throws -> [Range<Int>]

  /// Waits until there is room for `part`. Parts are asked for in order.
  func prepare(for part: Range<Int>) async throws

  /// Takes bytes at `offset`. Bytes of one part come in order, of several at once.
  func write(_ bytes: [UInt8], at offset: Int) async throws

  /// All bytes of `part` were written.
  func complete(_ part: Range<Int>) async throws

  /// The object was replaced: nothing that was written is of use.
  ///
  /// - Throws: `error` if it was handed on already.
  func restart(because error: TransferFault) async throws
}
