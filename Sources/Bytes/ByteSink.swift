/// The target of a writer's bytes, in order.
package protocol ByteSink: ~Copyable {
  /// Appends all of `bytes`, or throws and leaves the sink unusable.
  mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError)
}
