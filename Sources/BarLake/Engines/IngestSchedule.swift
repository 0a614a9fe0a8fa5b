package import BarLakeAudit
package import BarLakeBytes
package import BarLakeCSV
package import BarLakeColumnar

/// What became of one block.
package struct ParsedBlock: Sendable {
  var batch: RecordBatch
  var counts: RecordCounts
  /// What its rows tell of doubtful bars; of a block with an error, where they are errors, the rows
  /// before it.
  var facts: BarFacts
  /// Line terminators in the block.
  var lineCount: Int
  /// The first record of the block that cannot be taken; its line counts from the block's start.
  var error: CSVError?

  package init(
    batch: RecordBatch, counts: RecordCounts, facts: BarFacts, lineCount: Int, error: CSVError?
  ) {
    self.batch = batch
    self.counts = counts
    self.facts = facts
    self.lineCount = lineCount
    self.error = error
  }
}

/// Why an ingest stopped before its end.
package enum ScheduleFailure: Error, Equatable {
  /// An error that is already in its words.
  case reported(IngestError)
  /// A record; what is wrong with its gzip container comes before it.
  case record(CSVError)
}

/// How much of an ingest may be on its way at once. Memory is bounded by it, whatever the input.
package struct ScheduleLimits: Sendable {
  /// Threads that take steps.
  package var workerCount: Int
  /// Workers that may encode, the first ones; each keeps the memory of an encoder.
  package var encoderCount: Int
  /// Bytes read for a block.
  package var blockByteCount: Int
  /// Blocks that may be between reading and being taken up.
  package var blockCount: Int
  /// Pieces that may be between being full and being written, before parsing waits for them.
  package var pieceCount: Int
  /// Whether all of the input is read before the first block is parsed.
  package var readsAllFirst: Bool

  package init(
    workerCount: Int, encoderCount: Int, blockByteCount: Int, blockCount: Int, pieceCount: Int,
    readsAllFirst: Bool
  ) {
    self.workerCount = workerCount
    self.encoderCount = encoderCount
    self.blockByteCount = blockByteCount
    self.blockCount = blockCount
    self.pieceCount = pieceCount
    self.readsAllFirst = readsAllFirst
  }
}

/// The bookkeeping of an ingest on several threads: which step can be taken next, and what is
/// waiting for which.
///
/// Blocks are read one after the other, parsed in any order and taken up in theirs; the pieces of
/// the output (row groups, or runs) are encoded in any order and written in theirs. How far reading
/// may run ahead is bounded, so that memory is.
package struct IngestSchedule<Assembler: BatchAssembler, Encoded: EncodedUnit> {
  package enum Step {
    /// Read the next block into this memory.
    case read(ByteBuffer)
    /// Parse this block, the first being number 0.
    case parse(Int, Block)
    /// Encode this piece, the first being number 0, as piece 0 chose; piece 0 has no choices yet.
    case encode(Int, [BatchSlice], Encoded.Choices?)
    /// Write this piece.
    case write(Encoded)
    /// There is nothing left to do.
    case stop
  }

  package private(set) var failure: ScheduleFailure?
  package private(set) var counts = RecordCounts()
  /// What is doubtful about the rows of the blocks taken up so far.
  private(set) var audit: BarAudit
  private(set) var sourceByteCount = 0

  private let limits: ScheduleLimits

  private var isReading = false
  private var hasReadAll = false
  private var spareBuffers: [ByteBuffer] = []
  private var blockNumber = 1
  private var blocks: [(number: Int, block: Block)]
  private var parsingCount = 0
  private var parsed: [Int: ParsedBlock] = [:]
  private var takenUpNumber = 0
  private var linesBefore: Int
  private var assembler: Assembler
  /// Whether the rows that make no full piece have become the last one.
  private var hasTakenRest = false
  private var pieceNumber = 0
  private var pieces: [(number: Int, slices: [BatchSlice])] = []
  private var encodingCount = 0
  /// What piece 0 chose, once it is encoded; until then no other is.
  private var choices: Encoded.Choices?
  private var encoded: [Int: Encoded] = [:]
  private var writtenNumber = 0
  private var isWriting = false

  /// A schedule that begins with the header's block as block 0, before which `linesBefore` lines
  /// ended.
  package init(
    limits: ScheduleLimits, headerBlock: Block, linesBefore: Int, assembler: Assembler,
    audit: BarAudit
  ) {
    self.limits = limits
    self.assembler = assembler
    self.audit = audit
    blocks = [(0, headerBlock)]
    self.linesBefore = linesBefore
  }

  /// The next step that the free worker number `worker` should take; nil if it has to wait for
  /// others. Steps nearer to the end of the way come first, since they free memory.
  package mutating func nextStep(for worker: Int) -> Step? {
    if failure != nil { return .stop }
    if !isWriting, let piece = encoded.removeValue(forKey: writtenNumber) {
      isWriting = true
      return .write(piece)
    }
    let blockCount = blocks.count + parsingCount + parsed.count
    if hasReadAll, blockCount == 0, !hasTakenRest {
      hasTakenRest = true
      if let slices = assembler.finish() { addPiece(slices) }
    }
    if worker < limits.encoderCount, let (number, slices) = pieces.first,
      number == 0 || choices != nil
    {
      pieces.removeFirst()
      encodingCount += 1
      return .encode(number, slices, choices)
    }
    let waitingPieceCount = pieces.count + encodingCount + encoded.count
    if !blocks.isEmpty, hasReadAll || !limits.readsAllFirst, waitingPieceCount < limits.pieceCount {
      let (number, block) = blocks.removeFirst()
      parsingCount += 1
      return .parse(number, block)
    }
    if !isReading, !hasReadAll, limits.readsAllFirst || blockCount < limits.blockCount {
      isReading = true
      return .read(spareBuffers.popLast() ?? ByteBuffer())
    }
    let hasEnded = hasReadAll && blockCount == 0 && waitingPieceCount == 0 && !isWriting
    return hasEnded ? .stop : nil
  }

  private mutating func addPiece(_ slices: [BatchSlice]) {
    pieces.append((pieceNumber, slices))
    pieceNumber += 1
  }

  /// Takes the block that was read, nil at the end of the input.
  package mutating func didRead(_ result: Result<Block?, IngestError>, sourceByteCount: Int) {
    isReading = false
    self.sourceByteCount = sourceByteCount
    switch result {
    case .success(let block?):
      blocks.append((blockNumber, block))
      blockNumber += 1
    case .success(nil):
      hasReadAll = true
    case .failure(let error):
      fail(.reported(error))
    }
  }

  /// Takes what became of block `number`, and the block's memory back.
  package mutating func didParse(_ number: Int, _ block: ParsedBlock, reusing buffer: ByteBuffer) {
    parsingCount -= 1
    parsed[number] = block
    if spareBuffers.count < limits.blockCount { spareBuffers.append(buffer) }
    while failure == nil, let next = parsed.removeValue(forKey: takenUpNumber) {
      takenUpNumber += 1
      if var error = audit.take(next.facts) ?? next.error {
        error.line += linesBefore
        fail(.record(error))
        return
      }
      linesBefore += next.lineCount
      counts += next.counts
      do throws(IngestError) {
        for slices in try assembler.append(next.batch) {
          addPiece(slices)
        }
      } catch {
        fail(.reported(error))
      }
    }
  }

  /// Drops the buffers that later blocks would have been read into.
  mutating func dropSpareBuffers() {
    spareBuffers = []
  }

  /// Takes what was made of piece `number`, or why there are none.
  package mutating func didEncode(_ number: Int, _ result: Result<Encoded, IngestError>) {
    encodingCount -= 1
    switch result {
    case .success(let piece):
      if number == 0 { choices = piece.choices }
      encoded[number] = piece
    case .failure(let error): fail(.reported(error))
    }
  }

  /// Takes the end of a write, or the error in which it ended.
  package mutating func didWrite(_ error: IngestError?) {
    isWriting = false
    writtenNumber += 1
    if let error { fail(.reported(error)) }
  }

  /// Stops the ingest; the first failure stays.
  mutating func fail(_ failure: ScheduleFailure) {
    if self.failure == nil { self.failure = failure }
  }
}
