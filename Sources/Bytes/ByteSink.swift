/// Where a writer's bytes go, in order.
package protocol ByteSink: ~Copyable {
  /// Appends all of `bytes`, or throws and leaves the sink unusable.
  mutating func write(_ bytes: borrowing Span<UInt8>) throws(SystemError)
}
