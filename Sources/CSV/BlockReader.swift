package import BarLakeBytes

/// Reads a source as blocks of whole records, inflating it where it is gzip.
///
/// The serial first stage of every ingest. What does not end a record yet is carried to the next
/// block; a block is as long as `blockByteCount` plus that, and never much more than one record
/// of the greatest size.
package struct BlockReader: ~Copyable {
  /// Why the input cannot be read on.
  package enum Failure: Error, Equatable {
    case input(ByteReader.Failure)
    case gzip(GzipInflater.Damaged)
  }

  private static let pieceByteCount = 262_144

  /// Bytes of a block where none are asked for.
  package static let usualBlockByteCount = 1 << 19

  /// Bytes read for a block before a place to cut is looked for.
  private let blockByteCount: Int
  private var reader: ByteReader
  private var inflater: GzipInflater?
  /// What was read from the source and not used yet, from `position` on.
  private var piece = ByteBuffer(capacity: BlockReader.pieceByteCount)
  private var position = 0
  private var digest = SHA256Digest()
  private var hasStarted = false
  private var hasEnded = false
  /// Bytes after the last record of the block before.
  private var carried = ByteBuffer()
  private var inputOffset = 0
  private var lastByte: UInt8?

  /// Opens `source`, to be read in blocks of `blockByteCount` bytes and what was carried.
  package init(
    _ source: ByteSource, cancellation: Cancellation?,
    blockByteCount: Int = Self.usualBlockByteCount
  ) throws(Failure) {
    self.blockByteCount = blockByteCount
    do {
      reader = try ByteReader(source, cancellation: cancellation)
    } catch {
      throw .input(.system(error))
    }
  }

  /// Bytes of the source read so far, as they were handed in.
  package var sourceByteCount: Int { reader.byteCount }

  /// Whether the source is gzip; known after the first block.
  package var isGzip: Bool { inflater != nil }

  /// Whether the blocks so far end with a line end; true without any.
  package var hasEndedLine: Bool {
    guard let lastByte else { return true }
    return lastByte == Dialect.lineFeed || lastByte == Dialect.carriageReturn
  }

  /// What the source was, as it was handed in; to be asked at the end.
  package var sourceRecord: SourceRecord {
    SourceRecord(
      byteCount: reader.byteCount, sha256: digest.hexadecimal, version: reader.version)
  }

  /// The next block, in the memory of `buffer`; nil at the end.
  package mutating func next(reusing buffer: consuming ByteBuffer) throws(Failure) -> Block? {
    var block = buffer
    block.removeAll()
    block.append(carried.storage, 0..<carried.count)
    carried.removeAll()
    var traits = ByteTraits()
    var seen = 0
    while true {
      let isEnd = try fill(&block, upTo: blockByteCount)
      traits.formUnion(ByteTraits.of(block.storage.span, seen..<block.count))
      seen = block.count
      let isTooLongForARecord = block.count > 2 * Dialect.recordByteCountLimit
      let end =
        isEnd
        ? block.count
        : RecordBoundary.lastEnd(block.storage.span, count: block.count, traits: traits)
      if end == 0, !isEnd, !isTooLongForARecord { continue }
      if end > 0, end < block.count {
        carried.append(block.storage, end..<block.count)
        block.truncate(to: end)
      }
      if block.count == 0 { return nil }
      lastByte = block.storage[block.count - 1]
      defer { inputOffset += block.count }
      return Block(buffer: block, traits: traits, inputOffset: inputOffset)
    }
  }

  /// Reads the rest of the source for what only its end tells: whether the gzip file is whole.
  package mutating func drain() throws(Failure) {
    var scratch = ByteBuffer(capacity: Self.pieceByteCount)
    while try !fill(&scratch, upTo: Self.pieceByteCount) { scratch.removeAll() }
  }

  /// Appends `byteCount` bytes of inflated input to `block`, or what is left of it; returns whether
  /// nothing is left.
  private mutating func fill(_ block: inout ByteBuffer, upTo byteCount: Int) throws(Failure) -> Bool
  {
    let target = block.count + byteCount
    while block.count < target {
      if position == piece.count {
        if hasStarted, inflater == nil {
          // Without a container in between, the source is read to where it is wanted.
          if try read(into: &block, upTo: target - block.count) == 0 { return true }
          continue
        }
        if try !readPiece() { return true }
      }
      if inflater != nil {
        do {
          _ = try inflater?.inflate(
            piece, from: &position, into: &block, upTo: target - block.count)
        } catch {
          throw .gzip(error)
        }
      } else {
        let count = min(piece.count - position, target - block.count)
        block.append(piece.storage, position..<(position + count))
        position += count
      }
    }
    return false
  }

  /// Reads the next piece of the source; false at its end.
  private mutating func readPiece() throws(Failure) -> Bool {
    if hasEnded { return false }
    position = 0
    // Taken out while it is filled, since reading changes other parts of the same value.
    var piece = self.piece
    self.piece = ByteBuffer()
    defer { self.piece = piece }
    piece.removeAll()
    // What a gzip file starts with may come byte by byte through a pipe.
    let needed = hasStarted ? 1 : 2
    while piece.count < needed {
      let count = try read(into: &piece, upTo: Self.pieceByteCount - piece.count)
      if count == 0 { break }
    }
    if !hasStarted {
      hasStarted = true
      if GzipInflater.isGzip(piece.storage, count: piece.count) { inflater = GzipInflater() }
    }
    if piece.count > 0 { return true }
    do {
      try inflater?.finish()
    } catch {
      throw .gzip(error)
    }
    // Only now: a container that is cut off is to be told again to whoever asks again.
    hasEnded = true
    return false
  }

  /// Appends at most `limit` bytes of the source to `buffer`, and returns their number; 0 at its
  /// end.
  private mutating func read(
    into buffer: inout ByteBuffer, upTo limit: Int
  ) throws(Failure) -> Int {
    if hasEnded { return 0 }
    let start = buffer.count
    let count: Int
    do {
      count = try reader.read(into: &buffer, upTo: min(limit, Self.pieceByteCount))
    } catch {
      throw .input(error)
    }
    digest.update(buffer.storage.span.extracting(start..<buffer.count))
    return count
  }
}
