import BarLakeAdapterProtocol
import BarLakeBytes
import BarLakeConformanceKit
import BarLakeParquetFormat
import BarLakeTestSupport
import Testing

private let bounds = Statistics(nullCount: 0, maxValue: [8, 0, 0, 0], minValue: [7, 0, 0, 0])
/// Levels of two rows with a value.
private let twoValues: [UInt8] = [2 << 1, 1]
private let sevenAndEight: [UInt8] = [7, 0, 0, 0, 8, 0, 0, 0]
/// Indices 0 and 1, of one bit.
private let zeroAndOne: [UInt8] = [1, 1 << 1 | 1, 0b10]

private func problems(_ bytes: [UInt8], level: PhysicalCheck.Level = .must) -> [String] {
  PhysicalCheck.findings(of: bytes).filter { $0.level == level }.map { "\($0.rule) \($0.problem)" }
}

@Test func `a right file made by hand has no findings`() {
  var plain = HandMadeFile()
  plain.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  #expect(problems(plain.finish(bounds)) == [])
  var dictionary = HandMadeFile()
  dictionary.append(dictionary: [7, 8])
  dictionary.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  #expect(problems(dictionary.finish(bounds)) == [])
}

@Test func `dictionary and PLAIN pages in one chunk are found`() {
  var file = HandMadeFile()
  file.append(dictionary: [7, 8])
  file.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  #expect(problems(file.finish(bounds)) == ["PARQ-2.3 PLAIN and RLE_DICTIONARY in one chunk"])
}

@Test func `levels that are too long, too short or too high are found`() {
  func check(_ levels: [UInt8]) -> [String] {
    var file = HandMadeFile()
    file.append(count: 2, levels: levels, values: sevenAndEight, encoding: .plain)
    return problems(file.finish(bounds))
  }
  #expect(check(twoValues + [0]) == ["PARQ-8.1 page 1: 1 bytes behind the definition levels"])
  #expect(check([1 << 1, 1]).count == 1)
  #expect(check([2 << 1, 2]) == ["PARQ-8.1 byte 4: a definition level of 2"])
}

@Test func `an index above the size of the dictionary is found`() {
  var file = HandMadeFile()
  file.append(dictionary: [7])
  file.append(count: 2, levels: twoValues, values: zeroAndOne, encoding: .rleDictionary)
  let found = problems(file.finish(bounds))
  #expect(found.count == 1)
  #expect(found.first?.contains("values of the dictionary: 1 announced, 2 found") == true)
}

@Test func `a wrong checksum is found`() {
  var file = HandMadeFile()
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain, crc: 12)
  let found = problems(file.finish(bounds))
  #expect(found.count == 1)
  #expect(found.first?.hasPrefix("PARQ-4.6 ") == true)
}

@Test func `a page of the second version is found`() {
  var file = HandMadeFile()
  file.appendSecondVersion(count: 2, levels: twoValues, values: sevenAndEight)
  #expect(problems(file.finish(bounds)) == ["PARQ-2.1 a data page of version 2"])
}

@Test func `an encoding that not every reader reads is found`() {
  var file = HandMadeFile()
  // A block of 128 values in four miniblocks, two values, the first 7; the smallest difference 1.
  let delta: [UInt8] = [0x80, 1, 4, 2, 14, 2, 0, 0, 0, 0]
  file.append(count: 2, levels: twoValues, values: delta, encoding: .deltaBinaryPacked)
  #expect(problems(file.finish(bounds)) == ["PARQ-2.2 a data page in DELTA_BINARY_PACKED"])
  var old = HandMadeFile()
  old.append(
    count: 2, levels: [0b1100_0000], in: .bitPacked, values: sevenAndEight, encoding: .plain)
  #expect(problems(old.finish(bounds)) == ["PARQ-2.2 definition levels in BIT_PACKED"])
}

@Test func `bytes of a chunk that belong to no page are found`() {
  var file = HandMadeFile()
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  let right = file
  file.append(unread: 3)
  #expect(problems(right.finish(bounds)) == [])
  let found = problems(file.finish(bounds))
  #expect(found.count == 1)
  #expect(found.first?.hasPrefix("PARQ-8.1 bytes as stored: ") == true)
}

@Test func `text that is not UTF-8 is found`() {
  func check(_ byte: UInt8) -> [String] {
    var file = HandMadeFile(.byteArray, logicalType: .string)
    file.append(
      count: 2, levels: twoValues, values: [1, 0, 0, 0, 0x41, 1, 0, 0, 0, byte], encoding: .plain)
    return problems(
      file.finish(Statistics(nullCount: 0, maxValue: [byte], minValue: [0x41])))
  }
  #expect(check(0x42) == [])
  #expect(check(0xFF) == ["SCHEMA-5.1 the text of row 2 is not UTF-8"])
}

@Test func `statistics of a page are checked, and loose bounds are advice`() {
  func check(_ change: (inout Statistics) -> Void, level: PhysicalCheck.Level = .must) -> [String] {
    var statistics = bounds
    change(&statistics)
    var file = HandMadeFile()
    file.append(
      count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain, statistics: statistics)
    return problems(file.finish(bounds), level: level).filter { $0.hasPrefix("PARQ-4.1") }
  }
  #expect(check { _ in } == [])
  #expect(check({ _ in }, level: .reference) == [])
  #expect(check { $0.nullCount = 1 } == ["PARQ-4.1 null_count: 0 expected, 1 found"])
  let greaterMin = "PARQ-4.1 min: 0x07000000 expected, 0x08000000 found"
  #expect(check { $0.minValue = [8, 0, 0, 0] } == [greaterMin])
  let smallerMax = "PARQ-4.1 max: 0x08000000 expected, 0x07000000 found"
  #expect(check { $0.maxValue = [7, 0, 0, 0] } == [smallerMax])
  #expect(check { $0.minValue = [7] } == ["PARQ-4.1 min: 0x07000000 expected, 0x07 found"])
  #expect(check { $0.minValue = [6, 0, 0, 0] } == [])
  #expect(
    check({ $0.minValue = [6, 0, 0, 0] }, level: .reference)
      == ["PARQ-4.1 min: 0x07000000 expected, 0x06000000 found"])
  #expect(
    check({ $0.maxValue = [9, 0, 0, 0] }, level: .reference)
      == ["PARQ-4.1 max: 0x08000000 expected, 0x09000000 found"])
}

@Test func `pages need both indexes, but for a column index of more than a mebibyte`() {
  func check(textByteCount: Int) -> [String] {
    let text = [UInt8](repeating: 0x41, count: textByteCount)
    var value: [UInt8] = []
    value.append(littleEndian: UInt32(textByteCount))
    var file = HandMadeFile(.byteArray, logicalType: .string)
    for _ in 1...2 {
      file.append(count: 1, levels: [1 << 1, 1], values: value + text, encoding: .plain)
    }
    let bytes = file.finish(Statistics(nullCount: 0, maxValue: text, minValue: text))
    #expect(problems(bytes) == [])
    return problems(bytes, level: .reference).filter { $0.hasPrefix("PARQ-4.5") }
  }
  let noOffsets = "PARQ-4.5 2 pages without an offset index"
  // Two bounds a page.
  #expect(check(textByteCount: 1 << 18) == [noOffsets, "PARQ-4.5 2 pages without a column index"])
  #expect(check(textByteCount: 1 << 18 | 1) == [noOffsets])
}

@Test func `a page without a checksum breaks a rule of the reference`() {
  var file = HandMadeFile()
  file.append(count: 2, levels: twoValues, values: sevenAndEight, encoding: .plain)
  #expect(
    problems(file.finish(bounds), level: .reference).filter { $0.hasPrefix("PARQ-4.6") }
      == ["PARQ-4.6 a page without a checksum"])
}

@Test(arguments: [
  ("stocks_minute", "symbol", true), ("stocks_daily", "symbol", false),
  ("options_minute", "ticker", true), ("options_daily", "ticker", false),
  ("options_daily", "underlying", true), ("options_minute", "contract_type", true),
  ("stocks_minute", "note", false), ("other", "symbol", false),
])
func `plain texts in a column of a dictionary break a rule of the reference`(
  dataType: String, name: String, isBroken: Bool
) throws {
  var file = HandMadeFile(.byteArray, logicalType: .string)
  let text: [UInt8] = [1, 0, 0, 0, 0x41]
  file.append(count: 1, levels: [1 << 1, 1], values: text, encoding: .plain)
  let bytes = try rewriteFooter(
    of: file.finish(Statistics(nullCount: 0, maxValue: [0x41], minValue: [0x41]))
  ) { metadata in
    metadata.schema[1].name = name
    metadata.rowGroups[0].columns[0].metaData?.path = [name]
    metadata.keyValueMetadata = [KeyValue(key: "barlake.data_type", value: dataType)]
  }
  #expect(problems(bytes) == [])
  #expect(
    problems(bytes, level: .reference).filter { $0.hasPrefix("PARQ-2.5") }
      == (isBroken ? ["PARQ-2.5 no dictionary, in a column that has one elsewhere"] : []))
}

@Test func `a dictionary in a column of plain texts breaks a rule of the reference`() throws {
  let bytes = try rewriteFooter(of: try Fixtures.bytes("pyarrow-edges-dictionary-snappy")) {
    $0.keyValueMetadata = [KeyValue(key: "barlake.data_type", value: "stocks_daily")]
  }
  let found = problems(bytes, level: .reference).filter { $0.hasPrefix("PARQ-2.5") }
  #expect(
    Set(found) == ["PARQ-2.5 a dictionary, in a column that is PLAIN elsewhere"])
}
