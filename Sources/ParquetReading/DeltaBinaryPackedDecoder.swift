internal import BarLakeBytes

/// Decodes integers that are stored as the differences of neighbours.
///
/// A header has four numbers of variable length: the values of a block, the miniblocks of a block,
/// the values in all, and the first value. Then come the blocks. A block has its smallest
/// difference, one byte per miniblock with the width of its numbers in bits, and the miniblocks.
/// The numbers of a miniblock are packed from the lowest bit on; each is a difference less the
/// smallest one. Sums wrap around, as the format requires.
///
/// Source: parquet-format `Encodings.md`, "Delta Encoding".
package struct DeltaBinaryPackedDecoder {
  private let bytes: [UInt8]
  /// The position of the next byte. After the values it is that of the first byte behind them.
  package private(set) var position: Int
  private let end: Int
  /// The offset of the bytes in the file, for errors.
  private let fileOffset: Int

  /// Reads the part `range` of `bytes`.
  package init(_ bytes: [UInt8], in range: Range<Int>, fileOffset: Int) {
    precondition(range.upperBound <= bytes.count)
    self.bytes = bytes
    self.fileOffset = fileOffset
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads all values, which must be `count`. Wider values are cut to the bits of `Value`.
  package mutating func values<Value: FixedWidthInteger>(
    _ count: Int
  ) throws(ParquetReadingError) -> [Value] {
    let blockCount = try header("the values of a block")
    let miniblockCount = try header("the miniblocks of a block")
    let announced = try header("the values of the page")
    var value = try signedVarint()
    guard announced == count else {
      throw error(.mismatch("values of the page", expected: announced, found: count))
    }
    if count == 0 { return [] }
    guard blockCount > 0, blockCount % 128 == 0, miniblockCount > 0,
      blockCount % miniblockCount == 0, blockCount / miniblockCount % 32 == 0
    else {
      throw error(.invalid("a block of \(blockCount) values in \(miniblockCount) miniblocks"))
    }
    var values = [Value(truncatingIfNeeded: value)]
    while values.count < count {
      let smallest = try signedVarint()
      guard miniblockCount <= end - position else { throw outOfBounds }
      let widths = position..<position + miniblockCount
      position = widths.upperBound
      // The widths of miniblocks that hold no value mean nothing.
      for index in widths where values.count < count {
        try appendMiniblock(
          width: Int(bytes[index]), count: blockCount / miniblockCount, smallest: smallest,
          after: &value, to: &values, upTo: count)
      }
    }
    return values
  }

  /// Appends the values of a miniblock of `count`, and no more than `limit` in all. `value` is the
  /// one before.
  private mutating func appendMiniblock<Value: FixedWidthInteger>(
    width: Int, count: Int, smallest: Int64, after value: inout Int64, to values: inout [Value],
    upTo limit: Int
  ) throws(ParquetReadingError) {
    guard width <= 64 else { throw error(.invalid("differences of \(width) bits")) }
    let needed = min(count, limit - values.count)
    guard (needed * width + 7) / 8 <= end - position else { throw outOfBounds }
    for index in 0..<needed {
      let difference = packed(at: position * 8 + index * width, width: width)
      value = value &+ smallest &+ Int64(bitPattern: difference)
      values.append(Value(truncatingIfNeeded: value))
    }
    // The last miniblock may end after the last value that is needed.
    position = min(position + count * width / 8, end)
  }

  /// The number of `width` bits from bit `bit` on. All its bits are inside the bytes.
  private func packed(at bit: Int, width: Int) -> UInt64 {
    if width == 0 { return 0 }
    let span = bytes.span
    let byte = bit >> 3
    let shift = bit & 7
    var word = TextBytes.word(span, byte, span.count - byte) >> UInt64(shift)
    if shift + width > 64 { word |= UInt64(span[byte + 8]) << UInt64(64 - shift) }
    return width == 64 ? word : word & (1 << UInt64(width) - 1)
  }

  /// A count in the header.
  private mutating func header(_ what: String) throws(ParquetReadingError) -> Int {
    let value = try varint()
    guard let count = Int32(exactly: value) else {
      throw error(.invalid("\(what): \(value)"))
    }
    return Int(count)
  }

  /// A signed number of at most 64 bits: 0, -1, 1, -2, 2 and so on are 0, 1, 2, 3, 4.
  private mutating func signedVarint() throws(ParquetReadingError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// An unsigned number of at most 64 bits.
  private mutating func varint() throws(ParquetReadingError) -> UInt64 {
    do {
      return try Varint.read(UInt64.self, from: bytes, at: &position, end: end)
    } catch let fault {
      throw fault == .truncated ? outOfBounds : error(.invalid("a number of more than 64 bits"))
    }
  }

  private var outOfBounds: ParquetReadingError { error(.outOfBounds("the page's differences")) }

  private func error(_ reason: ParquetReadingError.Reason) -> ParquetReadingError {
    ParquetReadingError(reason, offset: fileOffset)
  }
}
