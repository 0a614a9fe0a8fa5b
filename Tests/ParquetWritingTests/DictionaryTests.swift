import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

@Suite struct DictionaryTests {
  @Test func `an index is as wide as the last one needs, and one bit at least`() {
    let widths = [0, 1, 2, 3, 4, 5, 256, 257, 65_535].map {
      DictionaryDecision.bitWidth(distinctCount: $0)
    }
    #expect(widths == [1, 1, 1, 2, 2, 3, 8, 9, 16])
  }

  @Test func `sizes before compression decide, or only compression can`() {
    func encoding(_ distinctCount: Int, of valueCount: Int, _ byteWidth: Int) -> NumberEncoding? {
      DictionaryDecision.encoding(
        valueCount: valueCount, distinctCount: distinctCount, byteWidth: byteWidth)
    }
    #expect(encoding(0, of: 0, 8) == .plain)
    // One byte of indices at least.
    #expect(encoding(1, of: 1, 8) == .plain)
    #expect(encoding(1, of: 2, 4) == nil)
    #expect(encoding(1, of: 3, 4) == .dictionary)
    // Of 64 values of 8 bytes: 26 × 8 + 40 and 27 × 8 + 40 bytes, of 512.
    #expect(encoding(26, of: 64, 8) == .dictionary)
    #expect(encoding(27, of: 64, 8) == nil)
    #expect(encoding(57, of: 64, 8) == nil)
    #expect(encoding(58, of: 64, 8) == .plain)
  }

  /// Columns between few and only distinct values, some beyond the limit.
  static let shapes: [(valueCount: Int, distinctCount: Int)] = [
    (0, 1), (1, 1), (2, 1), (7, 3), (16, 16), (17, 17), (100, 100), (1_000, 10), (2_047, 2_047),
    (2_049, 2_049), (16_384, 16_384), (16_385, 100),
    (20_000, 5_000), (40_000, 30_000), (100_000, 40_000), (200_000, 65_000),
    (400_000, 70_000), (400_000, 100_000),
  ]

  @Test(arguments: shapes)
  func `the word table finds what a plain one finds`(valueCount: Int, distinctCount: Int) {
    var random = RandomNumbers(seed: UInt64(valueCount + distinctCount))
    func compare<Word: ColumnWord>(_ type: Word.Type) {
      let words = (0..<valueCount).map { _ in
        Word(truncatingIfNeeded: random.below(distinctCount) &* 0x1_2345_6789)
      }
      var table = WordDictionary<Word>()
      var codes = [UInt16](repeating: 0, count: valueCount)
      for _ in 0..<2 {
        let fits = table.encode(words.span, into: &codes)
        let plain = WordDictionary.encodePlainly(words)
        #expect(fits == (plain != nil))
        if let plain {
          #expect(Array(table.values) == plain.values)
          #expect(codes == plain.codes)
        }
        // One that decides ends early, and only where the sizes speak for PLAIN.
        let isUndecided =
          words.isEmpty
          || plain.map {
            DictionaryDecision.encoding(
              valueCount: valueCount, distinctCount: $0.values.count, byteWidth: Word.bitWidth / 8)
              != .plain
          } ?? false
        #expect(table.encode(words.span, into: &codes, isDeciding: true) == isUndecided)
      }
    }
    compare(UInt32.self)
    compare(UInt64.self)
  }

  @Test(arguments: shapes)
  func `the text table finds what a plain one finds`(valueCount: Int, distinctCount: Int) throws {
    var random = RandomNumbers(seed: UInt64(valueCount + distinctCount))
    let texts = (0..<valueCount).map { _ in
      let number = random.below(distinctCount)
      return Array("\(String(repeating: "long", count: number % 5))\(number)".utf8)
    }
    var values = StringValues()
    for text in texts { values.append(text.span) }
    let batch = RecordBatch(columns: [Column(.string(values))], rowCount: valueCount)
    let slices = ColumnSlices(
      [BatchSlice(batch)], column: 0, name: "text", rowCount: valueCount)
    var indexer = TextIndexer()
    for _ in 0..<2 {
      let fits = try indexer.load(slices)
      let plain = TextDictionary.encodePlainly(texts)
      #expect(fits == (plain != nil))
      if let plain {
        #expect(indexer.codes == plain.codes)
        let found = indexer.dictionary.texts
        #expect(
          (0..<found.count).map { Array(found.bytes.storage[found.range($0)]) } == plain.values)
      }
    }
  }

  /// Texts of one length whose dictionary is as long as it may be, or longer.
  static let longTexts: [(distinctCount: Int, byteCount: Int, fits: Bool)] = {
    let limit = DictionaryDecision.byteCountLimit
    return [
      (1, limit - 4, true), (1, limit - 3, false), (4, limit / 4 - 4, true),
      (4, limit / 4 - 3, false), (41, 100_000, true), (42, 100_000, false),
    ]
  }()

  @Test(arguments: longTexts)
  func `a dictionary that would be too long is none`(
    distinctCount: Int, byteCount: Int, fits: Bool
  ) throws {
    let texts = (0..<distinctCount * 3).map { number in
      [UInt8](repeating: UInt8(number % distinctCount), count: byteCount)
    }
    var values = StringValues()
    for text in texts { values.append(text.span) }
    let batch = RecordBatch(columns: [Column(.string(values))], rowCount: texts.count)
    var indexer = TextIndexer()
    let isLoaded = try indexer.load(
      ColumnSlices([BatchSlice(batch)], column: 0, name: "text", rowCount: texts.count))
    #expect(isLoaded == fits)
    #expect((TextDictionary.encodePlainly(texts) != nil) == fits)
  }

  @Test(arguments: [(-4, Encoding.rleDictionary), (-3, .plain)])
  func `a constant text that no dictionary holds has the bytes of the texts one by one`(
    _ excess: Int, _ encoding: Encoding
  ) throws {
    let rowCount = DictionaryIndices.fewestConstantRows
    let text = String(repeating: "x", count: DictionaryDecision.byteCountLimit + excess)
    func group(_ values: ColumnValues) throws -> EncodedRowGroup {
      try encode(oneField(.string), [slice(Column(values))])
    }
    let one = StringValues([text])
    let constant = try group(.repeated(.string(one), count: rowCount))
    let each = try group(
      .dictionary(
        DictionaryValues(codes: [Int32](repeating: 0, count: rowCount), dictionary: one)))
    #expect(constant.bytes == each.bytes)
    #expect(constant.columns[0].metaData.encodings.last == encoding)
  }

  @Test func `zeros of both signs and NaN are kept apart in a dictionary`() {
    let doubles = [0.0, -0.0, .nan, 0.0, -0.0, .nan, .nan, 0.0]
    let words = doubles.map(\.bitPattern)
    var table = WordDictionary<UInt64>()
    var codes = [UInt16](repeating: 9, count: words.count)
    #expect(table.encode(words.span, into: &codes))
    #expect(codes == [0, 1, 2, 0, 1, 2, 2, 0])
  }
}
