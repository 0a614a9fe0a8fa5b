import BarLakeBytes
import BarLakeColumnar
import BarLakeParquetFormat
import BarLakeParquetWriting
import Testing

@Suite struct RowGroupEncoderTests {
  static let pageLimits = [64, 1_000, 1 << 20]

  @Test(arguments: pageLimits) func `every type is read back as it was`(limit: Int) throws {
    for valid in [nil, Validity.random(3_000)] {
      let (schema, batch) = sample(rowCount: 3_000, validity: valid)
      let group = try encode(schema, [BatchSlice(batch)], pageLimit: limit)
      for (index, column) in batch.columns.enumerated() {
        #expect(
          decodeColumn(group, column: index) == expectedRows(column),
          "\(schema.fields[index].name)")
      }
    }
  }

  @Test(arguments: pageLimits)
  func `the bytes do not depend on how rows are cut`(limit: Int) throws {
    for valid in [nil, Validity.random(3_000)] {
      let (schema, batch) = sample(rowCount: 3_000, validity: valid)
      let whole = try encode(schema, [BatchSlice(batch)], pageLimit: limit)
      for step in [1, 7, 1_000] {
        let slices = stride(from: 0, to: 3_000, by: step).map {
          BatchSlice(batch, rows: $0..<min($0 + step, 3_000))
        }
        #expect(try encode(schema, slices, pageLimit: limit).bytes == whole.bytes)
      }
    }
  }

  @Test func `the bytes do not depend on what was encoded before`() throws {
    let (schema, batch) = sample(rowCount: 3_000, validity: .random(3_000))
    let encoder = RowGroupEncoder(
      ParquetOptions(
        schema: schema, textEncodings: sampleEncodings(schema), createdBy: "test"))
    let first = try encoder.encode([BatchSlice(batch)])
    _ = try encoder.encode([BatchSlice(batch, rows: 1_000..<1_700)])
    #expect(try encoder.encode([BatchSlice(batch)]).bytes == first.bytes)
  }

  @Test func `texts have the same bytes in every form and with every dictionary`() throws {
    var random = RandomNumbers(seed: 5)
    let texts = (0..<20_000).map { _ in "text \(random.below(700))" }
    let plain = Column(.string(StringValues(texts)))
    let expected = try encode(oneField(.string), [slice(plain)])
    for pieceLength in [100, 5_000] {
      let slices = stride(from: 0, to: texts.count, by: pieceLength).map { start in
        slice(dictionaryColumn(Array(texts[start..<start + pieceLength])))
      }
      #expect(try encode(oneField(.string), slices).bytes == expected.bytes)
    }
    // One dictionary of texts of which most are not in the slice.
    let shared = dictionaryColumn(texts)
    let slices = stride(from: 0, to: texts.count, by: 10).map {
      BatchSlice(RecordBatch(columns: [shared], rowCount: texts.count), rows: $0..<$0 + 10)
    }
    #expect(try encode(oneField(.string), slices).bytes == expected.bytes)
    let distinct = try #require(decodePages(expected, column: 0)?.first?.header)
    #expect(distinct.dictionaryPageHeader?.valueCount == 700)
  }

  @Test(arguments: [1, 7, 63, 64, 1_000, 20_000])
  func `a repeated value has the bytes of the values one by one`(count: Int) throws {
    let constants: [(DataType, ColumnValues, ColumnValues)] = [
      (.bool, .bool([true]), .bool(Array(repeating: true, count: count))),
      (.int8, .int8([-3]), .int8(Array(repeating: -3, count: count))),
      (.int16, .int16([2024]), .int16(Array(repeating: 2024, count: count))),
      (.date32, .int32([19_724]), .int32(Array(repeating: 19_724, count: count))),
      (.uint64, .uint64([.max]), .uint64(Array(repeating: .max, count: count))),
      (.float32, .float32([-0.0]), .float32(Array(repeating: -0.0, count: count))),
      (.float64, .float64([.nan]), .float64(Array(repeating: .nan, count: count))),
      (
        .string, .string(StringValues(["same"])),
        .string(StringValues(Array(repeating: "same", count: count)))
      ),
      (
        .string, .string(StringValues([""])),
        .string(StringValues(Array(repeating: "", count: count)))
      ),
    ]
    for (type, one, all) in constants {
      for limit in [20, 1 << 20] {
        let repeated = Column(.repeated(one, count: count))
        let expected = try encode(oneField(type), [slice(Column(all))], pageLimit: limit)
        let group = try encode(oneField(type), [slice(repeated)], pageLimit: limit)
        #expect(group.bytes == expected.bytes, "\(type)")
        #expect(group.columns[0].metaData == expected.columns[0].metaData, "\(type)")
        #expect(group.columns[0].columnIndex == expected.columns[0].columnIndex, "\(type)")
        #expect(decodeColumn(group, column: 0) == expectedRows(repeated), "\(type)")
      }
    }
  }

  @Test func `batches of different constants are no constant`() throws {
    let slices = [1, 2].map { slice(Column(.repeated(.int32([$0]), count: 100))) }
    let expected = Column(
      .int32(Array(repeating: 1, count: 100) + Array(repeating: 2, count: 100)))
    let group = try encode(oneField(.int32), slices)
    #expect(group.bytes == (try encode(oneField(.int32), [slice(expected)])).bytes)
    #expect(decodeColumn(group, column: 0) == expectedRows(expected))
  }

  @Test func `what stands under a null changes nothing`() throws {
    let validity = Validity.random(500)
    func column(_ hidden: Int64) -> Column {
      let values = (0..<500).map { validity[$0] ? Int64($0) : hidden }
      return Column(.int64(values), validity: validity)
    }
    let expected = try encode(oneField(.int64), [slice(column(0))])
    let group = try encode(oneField(.int64), [slice(column(.max))])
    #expect(group.bytes == expected.bytes)
    #expect(group.columns[0].metaData.statistics == expected.columns[0].metaData.statistics)
  }

  @Test func `a column of nulls has no bounds`() throws {
    var validity = Validity()
    validity.append(false, count: 1_000)
    let column = Column(.repeated(.float64([0]), count: 1_000), validity: validity)
    let group = try encode(oneField(.float64), [slice(column)], pageLimit: 64)
    #expect(decodeColumn(group, column: 0) == [[UInt8]?](repeating: nil, count: 1_000))
    #expect(group.columns[0].metaData.statistics == Statistics(nullCount: 1_000))
    let index = try #require(group.columns[0].columnIndex)
    #expect(index.nullPages.allSatisfy { $0 })
  }

  @Test func `a null in a required field is an error`() {
    let schema = Schema([Field("key", .int32, isNullable: false)])
    var validity = Validity(allValid: 1)
    validity.append(false)
    let column = Column(.int32([1, 2]), validity: validity)
    #expect(throws: ParquetWritingError.nullInRequiredField(name: "key")) {
      try encode(schema, [slice(column)])
    }
  }

  @Test func `a required field has no levels`() throws {
    let schema = Schema([Field("key", .int32, isNullable: false)])
    let group = try encode(schema, [slice(Column(.int32([5, 6])))])
    let page = try #require(decodePages(group, column: 0)?.first)
    #expect(page.bytes == [5, 0, 0, 0, 6, 0, 0, 0])
  }

  @Test func `forty thousand texts fit one dictionary`() throws {
    let texts = (0..<40_000).flatMap { ["symbol \($0)", "symbol \($0)", "symbol \($0)"] }
    let column = dictionaryColumn(texts)
    let group = try encode(oneField(.dictionary(index: .int32)), [slice(column)])
    #expect(group.columns[0].metaData.encodings == [.plain, .rle, .rleDictionary])
    #expect(decodeColumn(group, column: 0) == expectedRows(column))
  }

  @Test func `a hundred thousand long texts go into several plain pages`() throws {
    let texts = (0..<100_000).map { "O:SPXW240102C\($0)" }
    let column = Column(.string(StringValues(texts)))
    let group = try encode(oneField(.string), [slice(column)], .plain)
    #expect(group.columns[0].metaData.encodings == [.rle, .plain])
    #expect(group.plainTextChunkCount == 0)
    #expect(try #require(group.columns[0].offsetIndex).pageLocations.count > 1)
    #expect(decodeColumn(group, column: 0) == expectedRows(column))
  }
}

extension RowGroupEncoderTests {
  @Test(arguments: [1, 2, 63, 64, 65_535, 65_536, 65_537, 100_000])
  func `a column of a dictionary has one however many texts are distinct`(count: Int) throws {
    let column = Column(.string(StringValues((0..<count).map { "\($0 * 7_919 % 100_003)" })))
    let group = try encode(oneField(.string), [slice(column)], .dictionary)
    #expect(group.columns[0].metaData.encodings == [.plain, .rle, .rleDictionary])
    #expect(group.plainTextChunkCount == 0)
    let pages = try #require(decodePages(group, column: 0))
    #expect(pages[0].header.dictionaryPageHeader?.valueCount == Int32(count))
    #expect(decodeColumn(group, column: 0) == expectedRows(column))
  }

  @Test(arguments: [1, 1_000], [TextEncoding.dictionary, .plain])
  func `a column's encoding does not depend on its texts`(
    count: Int, _ encoding: TextEncoding
  ) throws {
    let column = Column(.repeated(.string(StringValues(["same"])), count: count))
    let group = try encode(oneField(.string), [slice(column)], encoding)
    let expected: [Encoding] =
      encoding == .plain ? [.rle, .plain] : [.plain, .rle, .rleDictionary]
    #expect(group.columns[0].metaData.encodings == expected)
    #expect(decodeColumn(group, column: 0) == expectedRows(column))
  }

  @Test(arguments: [1, 1_000]) func `texts that are all null have an empty dictionary`(
    count: Int
  ) throws {
    var validity = Validity()
    validity.append(false, count: count)
    let forms: [ColumnValues] = [
      .string(StringValues(Array(repeating: "", count: count))),
      .repeated(.string(StringValues([""])), count: count),
      .dictionary(
        DictionaryValues(
          codes: [Int32](repeating: 0, count: count), dictionary: StringValues(["call", "put"]))),
    ]
    for values in forms {
      let group = try encode(
        oneField(.string), [slice(Column(values, validity: validity))], .dictionary)
      #expect(group.columns[0].metaData.encodings == [.plain, .rle, .rleDictionary])
      let pages = try #require(decodePages(group, column: 0))
      #expect(pages[0].header.dictionaryPageHeader?.valueCount == 0)
      #expect(pages[0].bytes.isEmpty)
      #expect(decodeColumn(group, column: 0) == [[UInt8]?](repeating: nil, count: count))
    }
  }

  @Test func `a dictionary that would be too long is none, and is counted`() throws {
    let texts = (0..<42).map { String(repeating: "\($0 % 10)", count: 100_000 + $0) }
    let schema = Schema([Field("one", .string), Field("two", .string), Field("number", .int32)])
    let batch = RecordBatch(
      columns: [
        Column(.string(StringValues(texts))),
        Column(.string(StringValues(texts.map { _ in "x" }))),
        Column(.int32(Array(0..<42))),
      ], rowCount: 42)
    let group = try encode(schema, [BatchSlice(batch)], .dictionary)
    #expect(group.columns[0].metaData.encodings == [.rle, .plain])
    #expect(group.plainTextChunkCount == 1)
    #expect(try encode(schema, [BatchSlice(batch)], .plain).plainTextChunkCount == 0)
    #expect(decodeColumn(group, column: 0) == expectedRows(batch.columns[0]))
  }
}

// MARK: What the tests encode

/// Encodes one row group with a new encoder.
func encode(
  _ schema: Schema, _ slices: [BatchSlice], _ texts: TextEncoding? = nil,
  pageLimit: Int = 1 << 20
) throws(ParquetWritingError) -> EncodedRowGroup {
  var options = ParquetOptions(
    schema: schema,
    textEncodings: texts.map { Array(repeating: $0, count: schema.fields.count) }
      ?? sampleEncodings(schema), createdBy: "test")
  options.pageByteCountLimit = pageLimit
  return try RowGroupEncoder(options).encode(slices)
}

/// Of the fields of ``sample(rowCount:validity:)``, and of any others: texts have a dictionary,
/// except in a field whose name asks for plain ones.
func sampleEncodings(_ schema: Schema) -> [TextEncoding] {
  schema.fields.map { $0.name.hasSuffix("plain") ? .plain : .dictionary }
}

func oneField(_ type: DataType) -> Schema { Schema([Field("field", type)]) }

func slice(_ column: Column) -> BatchSlice {
  BatchSlice(RecordBatch(columns: [column], rowCount: column.count))
}

func dictionaryColumn(_ texts: [String]) -> Column {
  var places: [String: Int32] = [:]
  var values = DictionaryValues()
  for text in texts {
    if places[text] == nil {
      places[text] = Int32(values.dictionary.count)
      values.dictionary.append(Array(text.utf8).span)
    }
    values.codes.append(places[text] ?? 0)
  }
  return Column(.dictionary(values))
}

extension Validity {
  /// Rows of which a third are null, in runs of changing length.
  static func random(_ count: Int, seed: UInt64 = 1) -> Validity {
    var random = RandomNumbers(seed: seed)
    var validity = Validity()
    while validity.count < count {
      let run = min(random.below(2) == 0 ? 1 : random.below(100), count - validity.count)
      validity.append(random.below(3) != 0, count: run)
    }
    return validity
  }
}

/// A batch with every type, with values that suit a dictionary and values that do not.
func sample(rowCount: Int, validity: Validity?) -> (Schema, RecordBatch) {
  var random = RandomNumbers(seed: 7)
  func numbers<Value: FixedWidthInteger>(_ limit: Int? = nil) -> [Value] {
    (0..<rowCount).map { _ in
      Value(truncatingIfNeeded: limit.map { UInt64(random.below($0)) } ?? random.next())
    }
  }
  let manyTexts = StringValues((0..<rowCount).map { "text \($0 * 7_919 % 100_003)" })
  let fewTexts = (0..<rowCount).map { "text \($0 / 9 % 40)" }
  let plainTexts: [(DataType, ColumnValues)] = [
    (.string, .string(manyTexts)), (.string, .string(StringValues(fewTexts))),
    (.dictionary(index: .int32), dictionaryColumn(fewTexts).values),
    (.string, .repeated(.string(StringValues(["one"])), count: rowCount)),
  ]
  let columns: [(DataType, ColumnValues)] = [
    (.bool, .bool((0..<rowCount).map { _ in random.below(2) == 0 })),
    (.int8, .int8(numbers())), (.int16, .int16(numbers())), (.int32, .int32(numbers())),
    (.int32, .int32(numbers(300))), (.int64, .int64(numbers())), (.int64, .int64(numbers(2))),
    (.uint32, .uint32(numbers())), (.uint64, .uint64(numbers())),
    (.float32, .float32((0..<rowCount).map { _ in Float(random.below(500)) / 7 })),
    (.float64, .float64((0..<rowCount).map { _ in Double(random.next()) / 7 })),
    (.float64, .float64((0..<rowCount).map { _ in [0, -0.0, .nan, 2.5][random.below(4)] })),
    (.string, .string(manyTexts)), (.string, .string(StringValues(fewTexts))),
    (.dictionary(index: .int32), dictionaryColumn(fewTexts).values),
    (.string, .repeated(.string(StringValues(["one"])), count: rowCount)),
    (.date32, .repeated(.int32([19_724]), count: rowCount)),
    (.timestamp(.microsecond, zone: "UTC"), .int64((0..<rowCount).map { Int64($0 / 3) })),
  ]
  let schema = Schema(
    columns.enumerated().map { Field("c\($0) \($1.0)", $1.0) }
      + plainTexts.enumerated().map { Field("t\($0) \($1.0) plain", $1.0) })
  let batch = RecordBatch(
    columns: (columns + plainTexts).map { Column($0.1, validity: validity) }, rowCount: rowCount)
  return (schema, batch)
}
