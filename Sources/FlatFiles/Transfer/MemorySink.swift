internal import BarLakeBytes
internal import Synchronization

/// An object in memory.
final class MemorySink: ObjectSink {
  let partByteCount: Int
  private let content = Mutex<[UInt8]>([])

  init(partByteCount: Int) {
    self.partByteCount = partByteCount
  }

  /// The bytes that were written, given up by the sink.
  func take() -> [UInt8] {
    content.withLock { content in
      defer { content = [] }
      return content
    }
  }

  func resumption() -> ObjectVersion? { nil }

  func begin(_ version: ObjectVersion, isWhole: Bool) -> [Range<Int>] {
    content.withLock { $0 = [UInt8](repeating: 0, count: version.byteCount) }
    return version.parts(of: isWhole ? max(version.byteCount, 1) : partByteCount)
  }

  func prepare(for _: Range<Int>) {}

  func write(_ bytes: [UInt8], at offset: Int) {
    content.withLock { $0.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
  }

  func complete(_: Range<Int>) {}

  func restart(because _: TransferFault) {}
}
