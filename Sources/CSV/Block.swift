package import BarLakeBytes

/// Some whole records of the input, with where they stand in it.
package struct Block: Sendable {
  package var buffer: ByteBuffer
  package var traits: ByteTraits
  /// The position of the block's first byte in the inflated input, from 0.
  package var inputOffset: Int

  package init(buffer: ByteBuffer, traits: ByteTraits, inputOffset: Int) {
    self.buffer = buffer
    self.traits = traits
    self.inputOffset = inputOffset
  }

  /// Indexes the records from byte `start` of the block on.
  package func scan(
    from start: Int, fieldCount: Int, path: ScanPath, into index: inout RecordIndex
  ) {
    let bytes = buffer.storage.span.extracting(0..<buffer.count)
    if path == .fast, FastRecordScanner.accepts(traits, fieldCount: fieldCount),
      FastRecordScanner.scan(bytes, from: start, fieldCount: fieldCount, into: &index)
    {
      return
    }
    PlainRecordScanner.scan(
      bytes, from: start, blockOffset: inputOffset, fieldCount: fieldCount, into: &index)
  }

  /// Line terminators before byte `offset` of the block.
  package func lineCount(before offset: Int) -> Int {
    BarLakeCSV.lineCount(buffer.storage.span.extracting(0..<buffer.count), upTo: offset)
  }
}

extension Block {
  /// The line in the block, from 1, on which each record of `index` starts.
  ///
  /// Cost: a look at every byte of the block.
  package func lines(of index: RecordIndex) -> [Int] {
    let bytes = buffer.storage.span.extracting(0..<buffer.count)
    var lines: [Int] = []
    lines.reserveCapacity(index.recordCount)
    var (line, position) = (1, 0)
    for row in 0..<index.recordCount {
      let start = index.recordOffset(row)
      line += BarLakeCSV.lineCount(bytes, in: position..<start)
      position = start
      lines.append(line)
    }
    return lines
  }
}

/// The first record of the input.
package struct Header: Equatable, Sendable {
  /// The fields' texts, unquoted, otherwise as they are spelled.
  package var names: [String]
  /// The physical line on which it starts, from 1, counted from the block's start.
  package var line: Int
  /// The position in the block of its first byte.
  package var start: Int
  /// The position in the block after its terminator.
  package var end: Int

  /// Finds the header in a block, from byte `start` on; nil if the block holds no record there.
  package static func find(in block: Block, from start: Int) throws(CSVError) -> Header? {
    let bytes = block.buffer.storage.span.extracting(0..<block.buffer.count)
    var record = PlainRecordScanner.Record()
    var position = start
    while position < bytes.count {
      PlainRecordScanner.record(bytes, at: position, into: &record)
      let isRecord = !record.isBlank || record.end - position > Dialect.recordByteCountLimit
      if isRecord {
        let line = block.lineCount(before: position) + 1
        if let reason = PlainRecordScanner.failure(
          of: record, at: position, in: bytes, blockOffset: block.inputOffset, fieldCount: nil)
        {
          throw CSVError(reason: reason, line: line)
        }
        let names = record.fields.map { String(decoding: record.text[$0], as: UTF8.self) }
        return Header(names: names, line: line, start: position, end: record.next)
      }
      position = record.next
    }
    return nil
  }

  /// Where the text starts: after one UTF-8 byte order mark, which only the input's first block
  /// may have. Throws for the marks of UTF-16 and UTF-32.
  package static func textStart(of block: Block) throws(CSVError) -> Int {
    let bytes = block.buffer.storage.prefix(min(4, block.buffer.count))
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
    let isForeign =
      bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0, 0, 0xFE, 0xFF])
    if isForeign { throw CSVError(reason: .badEncoding(offset: 0), line: 1) }
    return 0
  }
}
