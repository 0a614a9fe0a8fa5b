import BarLakeParquetWriting
import Testing

@Suite struct PageCutTests {
  /// Levels of a column that may have nulls and has none take 4 bytes and 8 at most.
  private func rowCount(
    _ bitWidth: Int, of chunkRowCount: Int = .max / 1_024, fixed: Int = 0, limit: Int
  ) -> Int {
    PageCut.rowCount(
      of: chunkRowCount, bitWidth: bitWidth, fixedByteCount: fixed, byteCountLimit: limit,
      levels: DefinitionLevels())
  }

  @Test func `a page has one row at least, however wide it is`() {
    #expect(rowCount(64, limit: 0) == 1)
    #expect(rowCount(64, fixed: 1_000, limit: 100) == 1)
  }

  @Test func `a page has as many rows as surely fit`() {
    for (bitWidth, limit) in [(64, 1_024), (1, 100), (32, 65_536), (17, 999)] {
      let count = rowCount(bitWidth, fixed: 9, limit: limit)
      func bytes(_ rowCount: Int) -> Int {
        let groups = (rowCount + 7) / 8
        return 9 + groups * bitWidth + groups / 32 + 12
      }
      #expect(bytes(count) <= limit && bytes(count + 1) > limit, "\(bitWidth), \(limit)")
      #expect(count % 8 == 0)
      // A chunk of as many rows is one page, and one of a row more is not.
      #expect(rowCount(bitWidth, of: count, fixed: 9, limit: limit) == count)
      #expect(rowCount(bitWidth, of: count + 1, fixed: 9, limit: limit) == count)
    }
  }
}
