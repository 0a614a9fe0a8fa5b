internal import BarLakeBytes
package import BarLakeColumnar

/// Decodes levels and dictionary indices.
///
/// The bytes are a sequence of runs. Each begins with a header, a number of variable length. If its
/// lowest bit is 0, the run is an RLE run: the rest of the header is the number of repetitions of
/// the value that follows. If the bit is 1, the run is bit-packed: the rest of the header is the
/// number of groups of eight values that follow, packed from the lowest bit on.
///
/// Source: parquet-format `Encodings.md`, "Run Length Encoding / Bit-Packing Hybrid".
package struct RLEHybridDecoder {
  private enum Run {
    case repeated(UInt32, count: Int)
    /// `start` is the position of the run's first value in the bytes.
    case packed(start: Int, count: Int)
  }

  private let bytes: [UInt8]
  private let bitWidth: Int
  /// The position of the next byte.
  package private(set) var position: Int
  private let end: Int
  /// The offset of the bytes in the file, for errors.
  private let fileOffset: Int

  /// Reads the part `range` of `bytes`, values of at most 32 bits.
  package init(_ bytes: [UInt8], in range: Range<Int>, bitWidth: Int, fileOffset: Int) {
    precondition(range.upperBound <= bytes.count && bitWidth <= 32)
    self.bytes = bytes
    self.bitWidth = bitWidth
    self.fileOffset = fileOffset
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads `count` values.
  package mutating func values(_ count: Int) throws(ParquetReadingError) -> [UInt32] {
    var values: [UInt32] = []
    while values.count < count {
      switch try nextRun(upTo: count - values.count) {
      case .repeated(let value, let runCount):
        values.append(contentsOf: repeatElement(value, count: runCount))
      case .packed(let start, let runCount): unpack(start, runCount, into: &values)
      }
    }
    return values
  }

  /// Reads `count` levels of one bit. Appends one row per level to `validity`: 1 means a value.
  package mutating func levels(_ count: Int, into validity: inout Validity)
    throws(ParquetReadingError)
  {
    var remaining = count
    while remaining > 0 {
      switch try nextRun(upTo: remaining) {
      case .repeated(let value, let runCount):
        guard value <= 1 else { throw error(.invalid("a definition level of \(value)")) }
        validity.append(value == 1, count: runCount)
        remaining -= runCount
      case .packed(let start, let runCount):
        for index in 0..<runCount {
          validity.append(bytes[start + index >> 3] >> UInt8(index & 7) & 1 == 1)
        }
        remaining -= runCount
      }
    }
  }

  /// The next run, limited to `limit` of its values.
  private mutating func nextRun(upTo limit: Int) throws(ParquetReadingError) -> Run {
    let header = try varint()
    let length = Int(header >> 1)
    if header & 1 == 0 {
      let byteCount = (bitWidth + 7) / 8
      guard end - position >= byteCount else { throw outOfBounds }
      var value: UInt32 = 0
      for index in 0..<byteCount { value |= UInt32(bytes[position + index]) << UInt32(index * 8) }
      position += byteCount
      return .repeated(value, count: min(length, limit))
    }
    let count = min(length * 8, limit)
    guard (count * bitWidth + 7) / 8 <= end - position else { throw outOfBounds }
    let start = position
    // The last group may end after the last value that is needed.
    position = min(start + length * bitWidth, end)
    return .packed(start: start, count: count)
  }

  private func unpack(_ start: Int, _ count: Int, into values: inout [UInt32]) {
    if bitWidth == 0 {
      values.append(contentsOf: repeatElement(0, count: count))
      return
    }
    let mask: UInt64 = 1 << UInt64(bitWidth) - 1
    let span = bytes.span
    var bit = start * 8
    values.reserveCapacity(values.count + count)
    for _ in 0..<count {
      let byte = bit >> 3
      let word = TextBytes.word(span, byte, span.count - byte)
      values.append(UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask))
      bit += bitWidth
    }
  }

  /// An unsigned number of at most 32 bits.
  private mutating func varint() throws(ParquetReadingError) -> UInt32 {
    do {
      return try Varint.read(UInt32.self, from: bytes, at: &position, end: end)
    } catch let fault {
      throw fault == .truncated
        ? outOfBounds : error(.invalid("the length of an RLE run has more than 32 bits"))
    }
  }

  private var outOfBounds: ParquetReadingError { error(.outOfBounds("an RLE run")) }

  private func error(_ reason: ParquetReadingError.Reason) -> ParquetReadingError {
    ParquetReadingError(reason, offset: fileOffset)
  }
}
