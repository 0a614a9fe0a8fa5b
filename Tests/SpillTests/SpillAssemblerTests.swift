import BarLakeColumnar
import BarLakeSpill
import Testing

@Suite struct SpillAssemblerTests {
  private func batch(byteCount: Int) -> RecordBatch {
    RecordBatch(
      columns: [Column(.int8([Int8](repeating: 1, count: byteCount)))], rowCount: byteCount)
  }

  @Test func `a spill is full with the batch that fills it`() {
    var assembler = SpillAssembler()
    let third = SpillAssembler.byteCount / 3
    // Three are two bytes short of a spill, since a third is cut.
    for _ in 0..<3 {
      let full = assembler.append(batch(byteCount: third))
      #expect(full.isEmpty)
    }
    let full = assembler.append(batch(byteCount: 2))
    #expect(full.map { $0.map(\.batch.rowCount) } == [[third, third, third, 2]])
    let rest = assembler.finish()
    #expect(rest == nil)
  }

  @Test func `the remaining rows make a spill at the end, and no rows make no spill`() {
    var assembler = SpillAssembler()
    // Rows of a batch; those that a spill at the end has.
    for (rowCount, left) in [(0, nil), (3, 0..<3)] as [(Int, Range<Int>?)] {
      let full = assembler.append(batch(byteCount: rowCount))
      #expect(full.isEmpty)
      let (rest, none) = (assembler.finish(), assembler.finish())
      #expect(rest?.map(\.rows) == left.map { [$0] })
      #expect(none == nil)
    }
    // A batch larger than a spill is one.
    let full = assembler.append(batch(byteCount: SpillAssembler.byteCount + 1))
    #expect(full.count == 1)
  }
}
