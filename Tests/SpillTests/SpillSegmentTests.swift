import BarLakeBytes
import BarLakeColumnar
import BarLakeSpill
import Testing

@Suite struct SpillSegmentTests {
  private func spill(_ numbers: [Int32]) -> EncodedSpill {
    let keys = DictionaryValues(
      codes: numbers.map { _ in 0 }, dictionary: StringValues(["K"]))
    let batch = RecordBatch(
      columns: [Column(.int32(numbers)), Column(.dictionary(keys))], rowCount: numbers.count)
    return SpillEncoder(SpillShape(columnCount: 1, shownKeyColumn: nil, hasFlags: false))
      .encode([BatchSlice(batch)])
  }

  @Test func `a head has the place of the previous segment, and an empty range at first`() {
    var bytes = spill([1, 2]).bytes
    #expect(SegmentHead(bytes.storage.span).previous.isEmpty)
    for previous in [7..<19, 0x1_0000_0000..<0x1_0000_0010, 5 << 40..<(5 << 40) + 0x7FFF_FFFF] {
      SegmentHead.link(&bytes, at: 0, to: previous)
      #expect(SegmentHead(bytes.storage.span).previous == previous)
    }
  }

  @Test func `segments of one key are joined, and the next batch starts empty`() {
    let (first, second) = (spill([1, 2]), spill([3]))
    var reader = SegmentReader(first.layout)
    #expect(reader.byteCount == 0)
    reader.append(first.bytes.storage.span.extracting(first.segments[0].range))
    reader.append(second.bytes.storage.span.extracting(second.segments[0].range))
    #expect(reader.rowCount == 3 && reader.byteCount == 12)
    let batch = reader.finishBatch(key: Array("K".utf8))
    guard case .int32(let numbers) = batch.columns[0].values else {
      Issue.record("the type changed")
      return
    }
    #expect(numbers == [1, 2, 3] && batch.rowCount == 3)
    #expect(reader.rowCount == 0 && reader.byteCount == 0)
    let rest = reader.finishBatch(key: [])
    #expect(rest.rowCount == 0)
  }
}
