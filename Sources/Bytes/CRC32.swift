internal import CBarLakeChecksum
internal import CBarLakeZlib

/// The CRC-32 of gzip and of Parquet's page headers (polynomial 0x04C11DB7, reflected).
///
/// Most bytes are folded by carry-less products, where the processor has them; zlib does the rest.
///
/// Source: RFC 1952, section 8; parquet-format `parquet.thrift`, `PageHeader.crc`.
package enum CRC32 {
  /// The checksum of `bytes`. Pass an earlier result as `start` to continue it.
  package static func checksum(of bytes: borrowing Span<UInt8>, from start: UInt32 = 0) -> UInt32 {
    var folded: InlineArray<16, UInt8> = .init(repeating: 0)
    var foldedSpan = folded.mutableSpan
    // SAFETY: both pointers cover live spans; the function reads `count` bytes of the one and
    // writes 16 bytes of the other.
    let foldedCount = unsafe bytes.withUnsafeBufferPointer { pointer in
      unsafe foldedSpan.withUnsafeMutableBufferPointer { target in
        guard let source = pointer.baseAddress, let target = target.baseAddress else { return 0 }
        return unsafe barlake_crc32_fold(~start, source, pointer.count, target)
      }
    }
    if foldedCount == 0 { return plainChecksum(of: bytes, from: start) }
    // A register of zero is all ones between calls.
    let soFar = plainChecksum(of: folded.span, from: .max)
    return plainChecksum(of: bytes.extracting(droppingFirst: foldedCount), from: soFar)
  }

  /// The checksum of `bytes` by zlib alone.
  package static func plainChecksum(
    of bytes: borrowing Span<UInt8>, from start: UInt32 = 0
  ) -> UInt32 {
    // SAFETY: the pointer covers the live span and is only read.
    unsafe bytes.withUnsafeBufferPointer { pointer in
      UInt32(truncatingIfNeeded: unsafe crc32_z(UInt(start), pointer.baseAddress, pointer.count))
    }
  }
}
