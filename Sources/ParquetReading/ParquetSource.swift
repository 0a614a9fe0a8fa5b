internal import BarLakeBytes

/// The bytes of a file, in memory or on disk. Only requested parts are read.
enum ParquetSource: Sendable {
  case bytes([UInt8])
  case file(RandomAccessFile)

  var byteCount: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(let file): file.byteCount
    }
  }

  /// The bytes of `range`. If they are not all there, the error names them as `part`.
  func read(_ range: Range<Int>, part: String) throws(ParquetReadingError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= byteCount else {
      throw ParquetReadingError(.outOfBounds(part), offset: range.lowerBound)
    }
    switch self {
    case .bytes(let bytes): return Array(bytes[range])
    case .file(let file):
      let bytes: [UInt8]
      do {
        bytes = try file.read(range)
      } catch {
        throw ParquetReadingError(.system(error), offset: range.lowerBound)
      }
      guard bytes.count == range.count else {
        throw ParquetReadingError(.outOfBounds(part), offset: range.lowerBound)
      }
      return bytes
    }
  }

  /// The bytes of a part whose place comes from numbers of unknown origin.
  func read(
    offset: Int64, byteCount: Int64, part: String
  ) throws(ParquetReadingError) -> [UInt8] {
    try read(try range(offset: offset, byteCount: byteCount, part: part), part: part)
  }

  /// The range of a part whose place comes from numbers of unknown origin; it lies inside the file.
  func range(
    offset: Int64, byteCount: Int64, part: String
  ) throws(ParquetReadingError) -> Range<Int> {
    let (end, overflow) = offset.addingReportingOverflow(byteCount)
    guard offset >= 0, byteCount >= 0, !overflow, end <= Int64(self.byteCount) else {
      throw ParquetReadingError(.outOfBounds(part), offset: Int(clamping: offset))
    }
    return Int(offset)..<Int(end)
  }
}
