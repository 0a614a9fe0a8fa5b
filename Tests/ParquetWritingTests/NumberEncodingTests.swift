import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

/// What the first row group of a file decides, and how the others follow it.
@Suite struct NumberEncodingTests {
  private static let dictionary: [Encoding] = [.plain, .rle, .rleDictionary]
  private static let plain: [Encoding] = [.rle, .plain]

  private func group(
    _ column: Column, _ type: DataType, following: [NumberEncoding]? = nil
  ) throws -> EncodedRowGroup {
    let options = ParquetOptions(
      schema: oneField(type), textEncodings: [.plain], createdBy: "test")
    let group = try RowGroupEncoder(options).encode([slice(column)], following: following)
    #expect(decodeColumn(group, column: 0) == expectedRows(column))
    return group
  }

  private static func doubles(_ count: Int, distinct: Int, seed: UInt64 = 3) -> Column {
    var random = RandomNumbers(seed: seed)
    return Column(.float64((0..<count).map { _ in Double(random.below(distinct)) / 7 }))
  }

  @Test func `row groups follow the first, whatever they hold`() throws {
    let few = Self.doubles(2_000, distinct: 5)
    let many = Self.doubles(2_000, distinct: 1 << 40)
    let same = Column(.repeated(.float64([1.5]), count: 2_000))
    let first = try group(few, .float64)
    #expect(first.numberEncodings == [.dictionary])
    #expect(
      try group(many, .float64, following: [.dictionary]).columns[0].metaData.encodings
        == Self.dictionary)
    #expect(try group(many, .float64).numberEncodings == [.plain])
    for column in [few, same] {
      #expect(
        try group(column, .float64, following: [.plain]).columns[0].metaData.encodings
          == Self.plain)
    }
    var validity = Validity()
    validity.append(false, count: 2)
    let nulls = Column(.float64([0, 0]), validity: validity)
    #expect(try group(nulls, .float64).numberEncodings == [.plain])
  }

  @Test func `of two sizes that are near each other the smaller is written`() throws {
    // Each of 700 values twice or so, which is between half and all of PLAIN. Random bits do not
    // shrink by compression, so a dictionary is smaller.
    let random = Self.doubles(1_400, distinct: 700)
    #expect(try group(random, .float64).numberEncodings == [.dictionary])
    // Snappy leaves less than half of small integers, and indices as they are: 1,000 values of
    // which 800 are distinct take 7,650 bytes of 8,000 before compression.
    let ordered = Column(.int64((0..<1_000).map { Int64($0 % 800) }))
    let chosen = try group(ordered, .int64)
    #expect(chosen.numberEncodings == [.plain])
    let other = try group(ordered, .int64, following: [.dictionary])
    #expect(other.columns[0].metaData.encodings == Self.dictionary)
    #expect(chosen.bytes.count < other.bytes.count)
  }

  @Test(arguments: [65_535, 65_536])
  func `a row group of too many distinct numbers has no dictionary`(count: Int) throws {
    // Each value four times: by its size a dictionary.
    let column = Column(.int64((0..<count * 4).map { Int64($0 % count) &* 0x9E37_79B9 }))
    for following in [nil, [NumberEncoding.dictionary]] {
      let found = try group(column, .int64, following: following)
      #expect(found.numberEncodings == [count == 65_535 ? .dictionary : .plain])
    }
  }

  @Test(arguments: [1, 10, 300, 3_000, 1 << 40])
  func `what the first row group decides is at most a fiftieth longer than the best`(
    distinct: Int
  ) throws {
    for seed in 0..<5 as Range<UInt64> {
      let column = Self.doubles(5_000, distinct: distinct, seed: seed)
      let chosen = try group(column, .float64).bytes.count
      for encoding in [NumberEncoding.dictionary, .plain] {
        let other = try group(column, .float64, following: [encoding]).bytes.count
        #expect(chosen <= other + other / 50)
      }
    }
  }
}
