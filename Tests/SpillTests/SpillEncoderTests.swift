import BarLakeBytes
import BarLakeColumnar
import BarLakeSpill
import Testing

/// Rows that wait as bytes come back as they were, those of each key together and in their order.
@Suite struct SpillEncoderTests {
  /// One row of every test: a key, a number that may be null, a text, and a flag.
  private struct Row: Equatable {
    var key: String
    var number: Int64?
    var text: String
    var flag: Bool
  }

  private static func rows(_ range: Range<Int>) -> [Row] {
    range.map { number in
      Row(
        key: ["B", "", "A", "ÄÄ"][number * 7 % 4], number: number % 5 == 0 ? nil : Int64(number),
        text: String(repeating: "t", count: number % 3) + "\(number)", flag: number % 4 == 1)
    }
  }

  /// A batch of a shape with the columns number, text and one that is the same everywhere.
  private static func batch(_ rows: [Row]) -> RecordBatch {
    var validity = Validity()
    for row in rows { validity.append(row.number != nil) }
    var keys = DictionaryValues()
    var codes: [String: Int32] = [:]
    for row in rows {
      if codes[row.key] == nil {
        codes[row.key] = Int32(keys.dictionary.count)
        keys.dictionary.append(Array(row.key.utf8).span)
      }
      keys.codes.append(codes[row.key] ?? 0)
    }
    return RecordBatch(
      columns: [
        Column(.int64(rows.map { $0.number ?? 0 }), validity: validity),
        Column(.string(StringValues(rows.map(\.text)))),
        Column(.repeated(.int32([2024]), count: rows.count)),
        Column(.dictionary(keys)),
        Column(.bool(rows.map(\.flag))),
      ], rowCount: rows.count)
  }

  @Test(arguments: [1, 60, SpillEncoder.segmentByteLimit])
  func `the rows of each key come back in the order of the input`(_ byteLimit: Int) throws {
    let shape = SpillShape(columnCount: 3, shownKeyColumn: nil, hasFlags: true)
    // Two spills, the first of two batches.
    let spills = [[Self.rows(0..<40), Self.rows(40..<41)], [Self.rows(41..<100)]]
    var found: [String: [Row]] = [:]
    var flagCounts: [String: Int] = [:]
    var readers: [String: SegmentReader] = [:]
    for batches in spills {
      let spill = SpillEncoder(shape, segmentByteLimit: byteLimit)
        .encode(batches.map { BatchSlice(Self.batch($0)) })
      // A row takes about 20 bytes, and each of the four keys has about ten rows in a spill.
      let (count, rowCount) = (spill.segments.count, batches.joined().count)
      switch byteLimit {
      case 1: #expect(count == rowCount)
      case 60: #expect(count > spill.keys.count && count < rowCount)
      default: #expect(count == spill.keys.count)
      }
      for segment in spill.segments {
        #expect(segment.range.count < max(50, 2 * byteLimit))
        let range = spill.keys.range(segment.key)
        let key = String(decoding: spill.keys.bytes[range], as: UTF8.self)
        let bytes = spill.bytes.storage
        readers[key, default: SegmentReader(spill.layout)]
          .append(bytes.span.extracting(segment.range))
      }
    }
    for (key, var reader) in readers {
      let batch = reader.finishBatch(key: Array(key.utf8))
      guard case .int64(let numbers) = batch.columns[0].values,
        case .string(let texts) = batch.columns[1].values,
        case .repeated(.int32([2024]), count: batch.rowCount) = batch.columns[2].values
      else {
        Issue.record("the columns are of other types")
        return
      }
      flagCounts[key] = reader.flagCount
      found[key] = (0..<batch.rowCount).map { row in
        Row(
          key: key, number: batch.columns[0].isNull(row) ? nil : numbers[row],
          text: String(decoding: texts.bytes[texts.range(row)], as: UTF8.self), flag: false)
      }
    }
    let all = Dictionary(grouping: Self.rows(0..<100), by: \.key)
    #expect(flagCounts == all.mapValues { $0.count(where: \.flag) })
    #expect(
      found
        == all.mapValues { rows in
          rows.map { Row(key: $0.key, number: $0.number, text: $0.text, flag: false) }
        })
  }

  @Test func `a file that shows the key has it in its column`() throws {
    let shape = SpillShape(columnCount: 1, shownKeyColumn: 0, hasFlags: false)
    let keys = DictionaryValues(codes: [1, 0, 1], dictionary: StringValues(["A", "B"]))
    let batch = RecordBatch(
      columns: [Column(.dictionary(keys)), Column(.dictionary(keys))], rowCount: 3)
    let spill = SpillEncoder(shape).encode([BatchSlice(batch)])
    // In the order of first appearance.
    let bytes = spill.bytes.storage
    let batches = spill.segments.map { segment in
      var reader = SegmentReader(spill.layout)
      reader.append(bytes.span.extracting(segment.range))
      return reader.finishBatch(key: Array("B".utf8))
    }
    #expect(batches.map(\.rowCount) == [2, 1])
    let shown = batches[0]
    guard case .repeated(.string(let texts), count: 2) = shown.columns[0].values else {
      Issue.record("the key is not shown")
      return
    }
    #expect(texts == StringValues(["B"]))
  }
}
