public import CBarLakeByteMasks

extension Span<UInt8> {
  /// Which of the 64 bytes from `offset` (from 0) on are `byte`: bit n of the result is byte
  /// `offset + n`. Traps if they are not all inside the span.
  @inlinable
  @inline(__always)
  package func mask(of byte: UInt8, at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 64)
    // SAFETY: the check above keeps the 64 bytes inside the span.
    return unsafe withUnsafeBufferPointer { bytes in
      unsafe barlake_mask_of_byte(bytes.baseAddress! + offset, byte)
    }
  }

  /// The 16 bytes from `offset` (from 0) on. Traps if they are not all inside the span.
  @inlinable
  @inline(__always)
  package func vector(at offset: Int) -> SIMD16<UInt8> {
    precondition(offset >= 0 && offset <= count - 16)
    // SAFETY: the check above keeps the 16 bytes inside the span.
    return unsafe withUnsafeBufferPointer { bytes in
      unsafe UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(
        fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }
  }
}
