package import BarLakeBytes

/// The hybrid of RLE runs and bit-packed runs, for dictionary indices and definition levels:
///
///     data   = run*
///     run    = varint(count << 1), value in ceil(bitWidth / 8) bytes
///            | varint(groups << 1 | 1), groups of eight bit-packed values
///
/// The values are processed in groups of eight, from the end of the last RLE run on. If the values
/// of a group are equal, the group begins an RLE run, provided the run is long enough to be shorter
/// than its bit-packed form.
///
/// Source: parquet-format `Encodings.md`, "Run Length Encoding / Bit-Packing Hybrid".
package enum RLEHybridEncoder {
  /// The fewest equal values that are written as an RLE run. An RLE run takes at most four bytes,
  /// including the header that the bit-packed values after it then need; 32 bits hold as much. With
  /// more than 16 bits per value, eight values are longer than any RLE run.
  package static func shortestRun(bitWidth: Int) -> Int {
    (32 / bitWidth + 7) / 8 * 8
  }

  /// The most bytes that `valueCount` values can take.
  package static func byteCountLimit(valueCount: Int, bitWidth: Int) -> Int {
    let groupCount = (valueCount + 7) / 8
    return groupCount * bitWidth + groupCount / 32 + 8
  }

  /// Appends the encoded values.
  package static func encode<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, bitWidth: Int, into page: inout ByteBuffer
  ) {
    let limit = byteCountLimit(valueCount: values.count, bitWidth: bitWidth)
    page.write(upTo: limit + BitPacker.slackByteCount) { target in
      encode(values, bitWidth: bitWidth, into: &target, at: 0)
    }
  }

  /// Stores the encoded values from byte `start` of `target` on, and returns the position after the
  /// last byte. There must be room for ``byteCountLimit(valueCount:bitWidth:)`` bytes and the
  /// packer's slack.
  package static func encode<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, bitWidth: Int, into target: inout MutableSpan<UInt8>,
    at start: Int
  ) -> Int {
    let shortestRun = shortestRun(bitWidth: bitWidth)
    var offset = start
    var index = 0
    var packedStart = 0
    while index + 8 <= values.count {
      let value = values[index]
      // The last value shows for most groups that they are not equal.
      guard values[index + 7] == value else {
        index += 8
        continue
      }
      var end = index + 1
      while end < values.count, values[end] == value { end += 1 }
      let length = end - index
      if length >= shortestRun {
        offset = storePacked(values, packedStart..<index, bitWidth, &target, offset)
        offset = storeRun(value, length, bitWidth, &target, offset)
        index = end
        packedStart = end
      } else {
        index += Swift.max(length & ~7, 8)
      }
    }
    return storePacked(values, packedStart..<values.count, bitWidth, &target, offset)
  }

  /// Appends `value`, repeated `count` times: the same bytes as ``encode(_:bitWidth:into:)``, in
  /// O(1).
  package static func encode(
    repeating value: UInt16, count: Int, bitWidth: Int, into page: inout ByteBuffer
  ) {
    page.write(upTo: 64) { target in
      encode(repeating: value, count: count, bitWidth: bitWidth, into: &target, at: 0)
    }
  }

  /// Stores `value`, repeated `count` times. There must be room for 64 bytes.
  package static func encode(
    repeating value: UInt16, count: Int, bitWidth: Int, into target: inout MutableSpan<UInt8>,
    at start: Int
  ) -> Int {
    if count >= shortestRun(bitWidth: bitWidth) {
      return storeRun(value, count, bitWidth, &target, start)
    }
    let values = [UInt16](repeating: value, count: count)
    return storePacked(values.span, 0..<count, bitWidth, &target, start)
  }

  private static func storeRun<Code: DictionaryCode>(
    _ value: Code, _ count: Int, _ bitWidth: Int, _ target: inout MutableSpan<UInt8>, _ start: Int
  ) -> Int {
    var offset = storeVarint(count << 1, &target, start)
    var bit = 0
    while bit < bitWidth {
      target[offset] = UInt8(truncatingIfNeeded: value >> Code(truncatingIfNeeded: bit))
      offset += 1
      bit += 8
    }
    return offset
  }

  private static func storePacked<Code: DictionaryCode>(
    _ values: borrowing Span<Code>, _ range: Range<Int>, _ bitWidth: Int,
    _ target: inout MutableSpan<UInt8>, _ start: Int
  ) -> Int {
    if range.isEmpty { return start }
    let groupCount = (range.count + 7) / 8
    let offset = storeVarint(groupCount << 1 | 1, &target, start)
    return BitPacker.pack(values, range, bitWidth: bitWidth, into: &target, at: offset)
  }

  private static func storeVarint(
    _ value: Int, _ target: inout MutableSpan<UInt8>, _ start: Int
  ) -> Int {
    var rest = value
    var offset = start
    while rest >= 0x80 {
      target[offset] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      offset += 1
    }
    target[offset] = UInt8(rest)
    return offset + 1
  }

  /// Appends the same bytes as ``encode(_:bitWidth:into:)``, in plain code.
  package static func encodePlainly<Code: DictionaryCode>(
    _ values: [Code], bitWidth: Int
  ) -> [UInt8] {
    func varint(_ value: Int) -> [UInt8] {
      value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + varint(value >> 7)
    }
    var bytes: [UInt8] = []
    var packed: [Code] = []
    func flush() {
      if packed.isEmpty { return }
      bytes += varint(((packed.count + 7) / 8) << 1 | 1)
      bytes += BitPacker.packPlainly(packed, bitWidth: bitWidth)
      packed = []
    }
    var rest = values[...]
    while let value = rest.first {
      let run = rest.prefix { $0 == value }.count
      if run >= shortestRun(bitWidth: bitWidth) {
        flush()
        bytes += varint(run << 1)
        bytes += (0..<(bitWidth + 7) / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        rest = rest.dropFirst(run)
      } else {
        packed += rest.prefix(8)
        rest = rest.dropFirst(8)
      }
    }
    flush()
    return bytes
  }
}
