import BarLake
import BarLakeAudit
import BarLakeBytes
import BarLakeCSV
import BarLakeColumnar
import Testing

/// The schedule without threads: steps are taken and ended in an order that a test chooses.
@Suite struct IngestScheduleTests {
  /// Makes a unit of every two rows.
  private struct Pairs: BatchAssembler {
    private var slices: [BatchSlice] = []

    init() {}
    init(plan: WritePlan) {}

    mutating func append(_ batch: RecordBatch) -> [[BatchSlice]] {
      slices.append(BatchSlice(batch))
      guard slices.count == 2 else { return [] }
      defer { slices = [] }
      return [slices]
    }

    mutating func finish() -> [BatchSlice]? {
      defer { slices = [] }
      return slices.isEmpty ? nil : slices
    }
  }

  /// A unit in its written form: its rows, and the number that its parts were encoded under. The
  /// first part has the first row, the second the others.
  private struct Unit: EncodedUnit {
    struct Part {
      var unit: Int
      var rows: [Int64]
    }

    var choices: Int
    var rows: [Int64]

    init(parts: [Part], rowCount: Int) {
      choices = parts[0].unit
      rows = parts.flatMap(\.rows)
      #expect(parts.count == 2 && parts.allSatisfy { $0.unit == choices })
      #expect(rows.count == rowCount)
    }
  }

  private typealias Schedule = IngestSchedule<Int, Pairs, Unit>

  /// An ingest of blocks of one row each, which holds the block's number.
  private struct Ingest {
    private enum Running {
      case read
      case parse(Int)
      case encode(Int, part: Int, [Int64])
      case write(Unit)
    }

    let blockCount: Int
    let workerCount: Int
    let encoderCount: Int
    let readsAllFirst: Bool
    /// Blocks whose record cannot be taken.
    var wrongBlocks: Set<Int> = []
    /// The block that cannot be read.
    var unreadableBlock: Int?

    private(set) var written: [Int64] = []
    private(set) var failure: ScheduleFailure?
    private(set) var counts = RecordCounts()
    /// The most blocks that were read and not collected, and the most unwritten units.
    private(set) var mostBlocks = 0
    private(set) var mostUnits = 0
    /// Blocks read before the first was parsed.
    private(set) var readFirstCount = 0

    init(
      blockCount: Int, workerCount: Int, encoderCount: Int? = nil, readsAllFirst: Bool = false,
      wrongBlocks: Set<Int> = [], unreadableBlock: Int? = nil
    ) {
      self.blockCount = blockCount
      self.workerCount = workerCount
      self.encoderCount = encoderCount ?? workerCount
      self.readsAllFirst = readsAllFirst
      self.wrongBlocks = wrongBlocks
      self.unreadableBlock = unreadableBlock
    }

    /// Takes all steps, in an order of its own for each seed.
    mutating func run(seed: UInt64) {
      var state = seed
      func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      var schedule = Schedule(
        limits: ScheduleLimits(
          workerCount: workerCount, encoderCount: encoderCount, blockByteCount: 1,
          portionCount: workerCount + 2, unitCount: workerCount + 1, readsAllFirst: readsAllFirst),
        linesBefore: 0, assembler: Pairs(), partCount: 2,
        audit: BarAudit(dataType: .stocksDaily, isStrict: false, tickerField: 0), root: "")
      var running: [Running] = []
      var (readCount, parsedCount, hasStopped) = (0, 0, false)
      var (encodedParts, writtenUnits) = (Set<[Int]>(), 0)
      func encodingCount() -> Int {
        running.count { if case .encode = $0 { true } else { false } }
      }
      while !hasStopped || !running.isEmpty {
        // Any worker may ask; where nothing runs, the first one finds what there is.
        let worker = running.isEmpty ? 0 : random(workerCount)
        let isFree = worker >= encoderCount || encodingCount() < encoderCount
        if !hasStopped, isFree, running.count < workerCount, random(3) > 0 || running.isEmpty,
          let step = schedule.nextStep(for: worker)
        {
          switch step {
          case .read:
            #expect(!running.contains { if case .read = $0 { true } else { false } })
            running.append(.read)
          case .parse(let number, _):
            if parsedCount == 0, running.allSatisfy({ if case .parse = $0 { false } else { true } })
            {
              readFirstCount = readCount
            }
            running.append(.parse(number))
          case .encode(let number, let part, let slices, let choices):
            #expect(encodedParts.insert([number, part]).inserted)
            #expect(worker < encoderCount)
            // Unit 0 chooses, and all others know what.
            #expect(choices == (number == 0 ? nil : 0))
            let rows = Self.rows(slices)
            running.append(
              .encode(number, part: part, Array(part == 0 ? rows.prefix(1) : rows.dropFirst())))
          case .write(let unit):
            #expect(!running.contains { if case .write = $0 { true } else { false } })
            running.append(.write(unit))
          case .stop: hasStopped = true
          }
          mostUnits = max(mostUnits, Set(encodedParts.map { $0[0] }).count - writtenUnits)
          continue
        }
        // A schedule that has no step to give waits for one that is running.
        guard !running.isEmpty else {
          Issue.record("nothing is running, and there is no step")
          return
        }
        switch running.remove(at: random(running.count)) {
        case .read:
          if readCount == unreadableBlock {
            schedule.didRead(
              .failure(IngestError(code: .gzipCorrupt, message: "")), sourceByteCount: 0)
          } else if readCount == blockCount {
            schedule.didRead(.success(nil), sourceByteCount: readCount)
          } else {
            readCount += 1
            schedule.didRead(.success(readCount), sourceByteCount: readCount)
          }
        case .parse(let number):
          parsedCount += 1
          schedule.didParse(number, parsed(number), reusing: ByteBuffer())
        case .encode(let number, let part, let rows):
          schedule.didEncode(
            unit: number, part: part, .success(Unit.Part(unit: number, rows: rows)))
        case .write(let unit):
          written += unit.rows
          writtenUnits += 1
          schedule.didWrite(nil)
        }
        mostBlocks = max(mostBlocks, readCount - schedule.counts.read)
      }
      (failure, counts) = (schedule.failure, schedule.counts)
    }

    private func parsed(_ number: Int) -> ParsedPortion {
      var parsed = ParsedPortion()
      parsed.counts.read = 1
      parsed.batches = [
        RecordBatch(columns: [Column(.int64([Int64(number)]))], rowCount: 1)
      ]
      parsed.lineCount = 10
      if wrongBlocks.contains(number) {
        parsed.failure = .record(CSVError(reason: .badQuote, line: 1))
      }
      return parsed
    }

    private static func rows(_ slices: [BatchSlice]) -> [Int64] {
      slices.flatMap { slice in
        guard case .int64(let values) = slice.batch.columns[0].values else { return [Int64]() }
        return values
      }
    }
  }

  @Test(arguments: [1, 2, 3, 8], [1, 2, 7, 40])
  func `blocks are collected and units written in the order of the input`(
    _ workerCount: Int, _ blockCount: Int
  ) {
    for seed in 0..<20 as Range<UInt64> {
      for (readsAllFirst, encoderCount) in [(true, workerCount), (false, workerCount), (false, 1)] {
        var ingest = Ingest(
          blockCount: blockCount, workerCount: workerCount, encoderCount: encoderCount,
          readsAllFirst: readsAllFirst)
        ingest.run(seed: seed)
        #expect(ingest.written == (0..<Int64(blockCount)).map { $0 })
        #expect(ingest.failure == nil && ingest.counts.read == blockCount)
        // What is on the way is bounded by the workers, not by the input.
        #expect(ingest.mostUnits <= 2 * workerCount + 4)
        if readsAllFirst {
          #expect(ingest.readFirstCount == blockCount)
        } else {
          #expect(ingest.mostBlocks <= workerCount + 2)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 8])
  func `the error that is reported is the one of the first record that has one`(
    _ workerCount: Int
  ) {
    for seed in 0..<50 as Range<UInt64> {
      var ingest = Ingest(blockCount: 20, workerCount: workerCount, wrongBlocks: [5, 6, 13])
      ingest.run(seed: seed)
      // Line 1 of its block, after ten lines of each of the five blocks before.
      #expect(ingest.failure == .record(CSVError(reason: .badQuote, line: 51)))
      #expect(ingest.counts.read == 5)
      #expect(ingest.written == Array([0, 1, 2, 3].prefix(ingest.written.count)))
    }
  }

  @Test func `an input that cannot be read on stops the ingest`() {
    for seed in 0..<20 as Range<UInt64> {
      var ingest = Ingest(blockCount: 20, workerCount: 3, unreadableBlock: 4)
      ingest.run(seed: seed)
      #expect(ingest.failure == .reported(IngestError(code: .gzipCorrupt, message: "")))
      #expect(ingest.written == Array([0, 1, 2, 3].prefix(ingest.written.count)))
    }
  }
}
