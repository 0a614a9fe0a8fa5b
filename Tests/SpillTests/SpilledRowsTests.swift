import BarLakeColumnar
import BarLakeSpill
import BarLakeTestSupport
import Testing

@Suite struct SpilledRowsTests {
  /// Spills of these rows, a key and a number each, of which odd ones have a flag.
  private func spills(
    _ spills: [[(key: String, number: Int32)]], memoryByteLimit: Int, in folder: TemporaryFolder
  ) throws -> (index: SpillIndex, stored: StoredSpills, layout: SpillLayout) {
    var index = SpillIndex()
    var store = SpillStore(memoryByteLimit: memoryByteLimit, directory: folder.path)
    var layout: SpillLayout?
    for rows in spills {
      let names = Array(Set(rows.map(\.key))).sorted()
      let keys = DictionaryValues(
        codes: rows.map { row in Int32(names.firstIndex(of: row.key) ?? 0) },
        dictionary: StringValues(names))
      let batch = RecordBatch(
        columns: [
          Column(.int32(rows.map(\.number))), Column(.dictionary(keys)),
          Column(.bool(rows.map { $0.number % 2 == 1 })),
        ], rowCount: rows.count)
      let shape = SpillShape(columnCount: 1, shownKeyColumn: nil, hasFlags: true)
      var spill = SpillEncoder(shape).encode([BatchSlice(batch)])
      index.append(&spill, at: store.byteCount, keyLimit: 10)
      layout = spill.layout
      try store.append(spill.bytes)
    }
    return (index, store.finish(), try #require(layout))
  }

  private func numbers(_ batch: RecordBatch?) -> [Int32]? {
    guard let batch, case .int32(let numbers) = batch.columns[0].values else { return nil }
    #expect(batch.columns.count == 1 && batch.rowCount == numbers.count)
    return numbers
  }

  /// In memory, in the file, and the first spill in memory alone.
  @Test(arguments: [1_000, 0, 100])
  func `the rows of a key come in the order of the input, in batches of whole segments`(
    _ memoryByteLimit: Int
  ) throws {
    let folder = try TemporaryFolder()
    let (index, stored, layout) = try spills(
      [
        [("A", 1), ("B", 2), ("A", 3)], [("B", 4)], [("A", 5), ("B", 6), ("A", 7)], [("A", 9)],
      ], memoryByteLimit: memoryByteLimit, in: folder)
    #expect(index.count == 2)
    var all = try SpilledRows(ofKey: 0, in: index, stored, layout)
    #expect(numbers(try all.next(100)) == [1, 3, 5, 7, 9])
    #expect(try all.next(100) == nil && all.flagCount == 5)
    var parts = try SpilledRows(ofKey: 0, in: index, stored, layout)
    #expect(numbers(try parts.next(1)) == [1, 3])
    #expect(parts.flagCount == 2)
    #expect(numbers(try parts.next(3)) == [5, 7, 9])
    #expect(try parts.next(1) == nil)
    var other = try SpilledRows(ofKey: 1, in: index, stored, layout)
    #expect(numbers(try other.next(2)) == [2, 4])
    #expect(numbers(try other.next(2)) == [6])
    #expect(try other.next(2) == nil && other.flagCount == 0)
  }

  @Test func `a batch ends with half a mebibyte, however many rows are asked for`() throws {
    let folder = try TemporaryFolder()
    let rowCount = 60_000
    let rows = (0..<rowCount).map { (key: "A", number: Int32($0)) }
    let (index, stored, layout) = try spills(
      [rows, rows, rows], memoryByteLimit: 1 << 20, in: folder)
    var reader = try SpilledRows(ofKey: 0, in: index, stored, layout)
    // The flags count too: five bytes a row.
    #expect(try reader.next(.max)?.rowCount == 2 * rowCount)
    #expect(try reader.next(.max)?.rowCount == rowCount)
    #expect(try reader.next(.max) == nil && reader.flagCount == 3 * rowCount / 2)
  }
}
