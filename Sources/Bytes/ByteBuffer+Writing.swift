extension ByteBuffer {
  /// Appends one byte.
  package mutating func append(_ byte: UInt8) {
    write(upTo: 1) { target in
      target[0] = byte
      return 1
    }
  }

  /// Appends a span of bytes in one copy.
  package mutating func append(copying bytes: borrowing Span<UInt8>) {
    // SAFETY: both are live, and `fill` makes the target as long as the source. They are different
    // memory: the buffer is being modified, so no other code can borrow from it.
    _ = unsafe fill(upTo: bytes.count) { target in
      unsafe bytes.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
      return target.count
    }
  }

  /// Appends the little-endian bytes of `values`, back to back, in one copy.
  package mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(
    littleEndianBytesOf values: borrowing Span<Value>
  ) {
    // SAFETY: as above; the elements are plain bits with no padding.
    _ = unsafe fill(upTo: values.count * MemoryLayout<Value>.stride) { target in
      unsafe values.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
      return target.count
    }
  }

  /// Appends the little-endian bytes of `values`, back to back, in one copy.
  package mutating func append<Value: BinaryFloatingPoint & BitwiseCopyable>(
    littleEndianBytesOf values: borrowing Span<Value>
  ) {
    // SAFETY: as above; the elements are IEEE 754 bits with no padding.
    _ = unsafe fill(upTo: values.count * MemoryLayout<Value>.stride) { target in
      unsafe values.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
      return target.count
    }
  }

  /// Appends the bytes of one number, the lowest byte first.
  package mutating func append(littleEndian value: UInt32) {
    write(upTo: 4) { target in
      target.store(littleEndian: value, at: 0)
      return 4
    }
  }

  /// Stores the bytes of a number over four bytes of the content, from `offset` (from 0) on.
  package mutating func replace(_ offset: Int, littleEndian value: UInt32) {
    precondition(offset + 4 <= count)
    overwrite { $0.store(littleEndian: value, at: offset) }
  }

  /// Passes the free memory after the content, `limit` bytes with arbitrary values, to `body`.
  /// `body` fills it from the start and returns the number of bytes that it filled, at most
  /// `limit`.
  @inline(__always)
  package mutating func write(upTo limit: Int, _ body: (inout MutableSpan<UInt8>) -> Int) {
    _ = unsafe fill(upTo: limit) { target in
      // SAFETY: the memory is live and initialised for the whole of this call, and the span ends
      // with it: it cannot escape from `body`.
      var span = unsafe MutableSpan(_unsafeElements: target.assumingMemoryBound(to: UInt8.self))
      return body(&span)
    }
  }
}

extension MutableSpan<UInt8> {
  /// Stores eight bytes from `offset` (from 0) on, the number's lowest byte first. Traps if they
  /// are not all inside the span.
  @inlinable
  package mutating func store(littleEndianWord word: UInt64, at offset: Int) {
    precondition(offset >= 0 && offset <= count - 8)
    // SAFETY: the check above keeps the eight bytes inside the span.
    unsafe withUnsafeMutableBufferPointer { bytes in
      unsafe UnsafeMutableRawPointer(bytes.baseAddress!).storeBytes(
        of: word, toByteOffset: offset, as: UInt64.self)
    }
  }

  /// Stores four bytes from `offset` (from 0) on, the number's lowest byte first. Traps if they are
  /// not all inside the span.
  @inlinable
  package mutating func store(littleEndian value: UInt32, at offset: Int) {
    precondition(offset >= 0 && offset <= count - 4)
    // SAFETY: the check above keeps the four bytes inside the span.
    unsafe withUnsafeMutableBufferPointer { bytes in
      unsafe UnsafeMutableRawPointer(bytes.baseAddress!).storeBytes(
        of: value, toByteOffset: offset, as: UInt32.self)
    }
  }
}
