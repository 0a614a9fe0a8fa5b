internal import CBarLakeZlib

/// The CRC-32 of gzip and of Parquet's page headers (polynomial 0x04C11DB7, reflected).
///
/// Source: RFC 1952, section 8; parquet-format `parquet.thrift`, `PageHeader.crc`.
package enum CRC32 {
  /// The checksum of `bytes`. Pass an earlier result as `start` to continue it.
  package static func checksum(of bytes: borrowing Span<UInt8>, from start: UInt32 = 0) -> UInt32 {
    // SAFETY: the pointer covers the live span and is only read.
    unsafe bytes.withUnsafeBufferPointer { pointer in
      UInt32(truncatingIfNeeded: unsafe crc32_z(UInt(start), pointer.baseAddress, pointer.count))
    }
  }
}
