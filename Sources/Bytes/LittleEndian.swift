// Numbers and their little-endian bytes, copied as a whole. The copies rely on a little-endian
// machine, as every platform of Swift is; the compiler checks this once.
#if _endian(big)
  #error("BarLake copies numbers as they stand in memory and so needs a little-endian machine")
#endif

extension [UInt8] {
  /// Appends the bytes of `values`, back to back, in one copy.
  package mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(
    littleEndianBytesOf values: borrowing Span<Value>
  ) {
    // SAFETY: a read-only view of a live span; the elements are plain bits with no padding.
    unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Appends the bytes of `values`, back to back, in one copy.
  package mutating func append<Value: BinaryFloatingPoint & BitwiseCopyable>(
    littleEndianBytesOf values: borrowing Span<Value>
  ) {
    // SAFETY: a read-only view of a live span; the elements are IEEE 754 bits with no padding.
    unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Appends the bytes of one number.
  @inlinable
  package mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(
    littleEndian value: Value
  ) {
    // SAFETY: a read-only view of a live value; an integer is plain bits with no padding.
    unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
  }

  /// Appends a span of bytes in one copy.
  @inlinable
  package mutating func append(copying bytes: borrowing Span<UInt8>) {
    // SAFETY: a read-only view of a live span.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// The numbers whose bytes are back to back in `range`; `nil` if the range is not inside the
  /// array or does not hold whole numbers.
  package func littleEndianValues<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type, in range: Range<Int>
  ) -> [Value]? {
    copyOut(range, zero: Value.zero)
  }

  /// The numbers whose bytes are back to back in `range`; `nil` if the range is not inside the
  /// array or does not hold whole numbers.
  package func littleEndianValues<Value: BinaryFloatingPoint & BitwiseCopyable>(
    _ type: Value.Type, in range: Range<Int>
  ) -> [Value]? {
    copyOut(range, zero: Value.zero)
  }

  private func copyOut<Value: BitwiseCopyable>(_ range: Range<Int>, zero: Value) -> [Value]? {
    let width = MemoryLayout<Value>.size
    guard range.lowerBound >= 0, range.upperBound <= count, range.count % width == 0 else {
      return nil
    }
    var values = [Value](repeating: zero, count: range.count / width)
    // SAFETY: source and target are live, do not overlap, and are both `range.count` bytes long.
    // Every bit pattern is a value of the integer and floating-point types used here.
    unsafe values.withUnsafeMutableBytes { target in
      unsafe withUnsafeBytes { source in
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
      }
    }
    return values
  }
}

extension Array where Element: FixedWidthInteger & BitwiseCopyable {
  /// Appends the numbers whose bytes are back to back in `bytes`, in one copy. `bytes` must hold
  /// whole numbers.
  package mutating func append(littleEndianBytes bytes: borrowing Span<UInt8>) {
    appendCopy(of: bytes)
  }
}

extension Array where Element: BinaryFloatingPoint & BitwiseCopyable {
  /// Appends the numbers whose bytes are back to back in `bytes`, in one copy. `bytes` must hold
  /// whole numbers.
  package mutating func append(littleEndianBytes bytes: borrowing Span<UInt8>) {
    appendCopy(of: bytes)
  }
}

extension Array where Element: BitwiseCopyable {
  fileprivate mutating func appendCopy(of bytes: borrowing Span<UInt8>) {
    let addedCount = bytes.count / MemoryLayout<Element>.stride
    precondition(addedCount * MemoryLayout<Element>.stride == bytes.count)
    if capacity < count + addedCount {
      reserveCapacity(Swift.max(count + addedCount, 2 * capacity))
    }
    append(addingCapacity: addedCount) { target in
      // SAFETY: `target` has room for `addedCount` elements, and `bytes` has exactly their length.
      // Every bit pattern is a value of the integer and floating-point types used here.
      unsafe target.withUnsafeMutableBufferPointer { free, initializedCount in
        unsafe bytes.withUnsafeBytes { source in
          unsafe UnsafeMutableRawBufferPointer(free).copyMemory(from: source)
        }
        initializedCount += addedCount
      }
    }
  }
}

extension Span<UInt8> {
  /// The four bytes from `offset` (from 0) on as one number, the lowest byte first. Traps if they
  /// are not all inside the span.
  package func littleEndianHalfWord(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= count - 4)
    // SAFETY: the check above keeps the four bytes inside the span.
    return unsafe withUnsafeBufferPointer { bytes in
      unsafe UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(
        fromByteOffset: offset, as: UInt32.self)
    }
  }

  /// The eight bytes from `offset` (from 0) on as one number, the lowest byte first. Traps if they
  /// are not all inside the span.
  @inlinable
  package func littleEndianWord(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8)
    // SAFETY: the check above keeps the eight bytes inside the span.
    return unsafe withUnsafeBufferPointer { bytes in
      unsafe UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(
        fromByteOffset: offset, as: UInt64.self)
    }
  }
}
