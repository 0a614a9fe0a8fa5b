import BarLakeArrowBridge
import BarLakeArrowInterface
import BarLakeColumnar
import Testing

/// Where an array's elements lie.
private func address<Element>(_ elements: [Element]) -> Int? {
  unsafe elements.withUnsafeBytes { unsafe $0.baseAddress.map { Int(bitPattern: $0) } }
}

private func validity(_ bits: [Bool]) -> Validity {
  var validity = Validity()
  for bit in bits { validity.append(bit) }
  return validity
}

@Suite struct ArrowArrayTests {
  private static let names = StringValues(["A", "BRK.B", "é"])

  /// Columns whose buffers have Arrow's layout, their type, and where the buffers lie.
  private static let sameLayout: [(column: Column, type: DataType, addresses: [Int?])] = {
    let bits = validity([true, false, true])
    func column<Element>(
      _ elements: [Element], _ values: ([Element]) -> ColumnValues, _ type: DataType
    ) -> (Column, DataType, [Int?]) {
      (
        Column(values(elements), validity: bits), type,
        [address(bits.bitmap), address(elements)]
      )
    }
    return [
      column([1, 2, 3], ColumnValues.int8, .int8),
      column([1, 2, 3], ColumnValues.int16, .int16),
      column([1, 2, 3], ColumnValues.int32, .int32),
      column([1, 2, 3], ColumnValues.int64, .int64),
      column([1, 2, 3], ColumnValues.uint32, .uint32),
      column([1, 2, 3], ColumnValues.uint64, .uint64),
      column([1, 2, 3], ColumnValues.float32, .float32),
      column([1, 2, 3], ColumnValues.float64, .float64),
      column([1, 2, 3], ColumnValues.int32, .date32),
      column([1, 2, 3], ColumnValues.int64, .timestamp(.nanosecond, zone: "UTC")),
      (
        Column(.string(names), validity: bits), .string,
        [address(bits.bitmap), address(names.offsets), address(names.bytes)]
      ),
      column(
        [2, 0, 1], { .dictionary(DictionaryValues(codes: $0, dictionary: names)) },
        .dictionary(index: .int32)),
    ]
  }()

  @Test(arguments: sameLayout.indices)
  func `buffers are exported in place`(_ index: Int) throws {
    let (column, type, addresses) = Self.sameLayout[index]
    for rows in [0..<3, 1..<3, 2..<3, 1..<2] {
      let array = try ReceivedArray(column, as: type, rows: rows).child(0)
      // The second row is the null.
      let bitmap = rows.contains(1) ? addresses[0] : nil
      #expect((0..<array.bufferCount).map(array.address) == [bitmap] + addresses.dropFirst())
      #expect(array.length == rows.count)
      #expect(array.offset == rows.lowerBound)
      #expect(array.nullCount == (rows.contains(1) ? 1 : 0))
      if case .dictionary = type {
        let dictionary = try #require(array.dictionary)
        #expect(dictionary.texts == ["A", "BRK.B", "é"])
        #expect(dictionary.address(2) == address(Self.names.bytes))
      } else {
        #expect(array.dictionary == nil)
      }
    }
  }

  @Test func `a batch is a struct array without nulls`() throws {
    let array = try ReceivedArray(BatchSlice(EveryType.batch), as: EveryType.schema)
    #expect(array.length == EveryType.rowCount)
    #expect(array.nullCount == 0)
    #expect(array.offset == 0)
    #expect(array.bufferCount == 1)
    #expect(array.address(0) == nil)
    #expect(array.childCount == EveryType.schema.fields.count)
    #expect(array.child(1).elements(Int8.self) == (0..<20).map { Int8($0 - 10) })
    #expect(array.child(1).bits(0) == (0..<20).map { $0 % 3 != 1 })
  }

  @Test func `a column without nulls has no bitmap`() throws {
    let column = Column(.int32([1, 2]), validity: Validity(allValid: 2))
    let array = try ReceivedArray(column, as: .int32).child(0)
    #expect(array.nullCount == 0)
    #expect(array.address(0) == nil)
  }

  @Test func `a batch without rows has the columns of any`() throws {
    let schema = EveryType.schema
    let array = try ReceivedArray(BatchSlice(EveryType.batch, rows: 5..<5), as: schema)
    #expect(array.length == 0)
    #expect(array.childCount == schema.fields.count)
    let text = try ReceivedArray(Column(.string(StringValues())), as: .string).child(0)
    #expect(text.length == 0)
    #expect(text.address(1) != nil)
  }

  @Test func `booleans become one bit each`() throws {
    let values = (0..<19).map { $0 % 3 == 0 }
    let column = Column(.bool(values), validity: validity((0..<19).map { $0 != 9 }))
    for rows in [0..<19, 3..<12, 9..<10] {
      let array = try ReceivedArray(column, as: .bool, rows: rows).child(0)
      #expect(array.bits(1) == Array(values[rows]))
      #expect(array.bits(0) == rows.map { $0 != 9 })
      #expect(array.nullCount == 1)
    }
  }

  @Test func `a repeated value becomes a value in each row`() throws {
    func array(_ value: ColumnValues, _ type: DataType) throws -> ReceivedArray {
      let column = Column(.repeated(value, count: 6))
      return try ReceivedArray(column, as: type, rows: 1..<5).child(0)
    }
    #expect(try array(.int16([7]), .int16).elements(Int16.self) == [7, 7, 7, 7])
    #expect(try array(.bool([true]), .bool).bits(1) == [true, true, true, true])
    #expect(try array(.string(StringValues(["x"])), .string).texts == ["x", "x", "x", "x"])
    let code = ColumnValues.dictionary(DictionaryValues(codes: [2], dictionary: Self.names))
    #expect(try array(code, .string).texts == ["é", "é", "é", "é"])
    #expect(try array(code, .dictionary(index: .int8)).elements(Int8.self) == [2, 2, 2, 2])
  }

  @Test func `the schema decides whether texts are a dictionary`() throws {
    let bits = validity([true, true, false, true])
    let coded = Column(
      .dictionary(DictionaryValues(codes: [1, 0, 2, 1], dictionary: Self.names)), validity: bits)
    let plain = Column(.string(StringValues(["BRK.B", "A", "", "BRK.B"])), validity: bits)
    for column in [coded, plain] {
      let texts = try ReceivedArray(column, as: .string).child(0)
      #expect(texts.texts == ["BRK.B", "A", "", "BRK.B"])
      #expect(texts.bits(0) == [true, true, false, true])
      let rows = 1..<4
      let codes = try ReceivedArray(column, as: .dictionary(index: .int8), rows: rows).child(0)
      let words = try #require(codes.dictionary).texts
      #expect(
        zip(codes.elements(Int8.self), codes.bits(0)).map { $1 ? words[Int($0)] : nil }
          == ["A", nil, "BRK.B"])
      #expect(Set(words).count == words.count)
    }
  }

  @Test func `texts that exceed 32-bit offsets are an error`() throws {
    let text = StringValues([String(repeating: "x", count: 1 << 20)])
    let codes = [Int32](repeating: 0, count: 2_048)
    var column = Column(.dictionary(DictionaryValues(codes: codes, dictionary: text)))
    #expect(throws: ArrowExportError.textTooLong(column: "c")) {
      try ReceivedArray(column, as: .string)
    }
    // As it is, it is small.
    #expect(try ReceivedArray(column, as: .dictionary(index: .int32)).length == 2_048)
    column.validity = validity(codes.indices.map { $0 == 2_047 })
    #expect(try ReceivedArray(column, as: .string).child(0).texts.last?.utf8.count == 1 << 20)
  }

  @Test func `a code that exceeds its index type is an error unless its row is null`() throws {
    let words = StringValues((0...128).map { "\($0)" })
    var column = Column(.dictionary(DictionaryValues(codes: [127, 128], dictionary: words)))
    #expect(throws: ArrowExportError.dictionaryTooLarge(column: "c")) {
      try ReceivedArray(column, as: .dictionary(index: .int8))
    }
    let first = try ReceivedArray(column, as: .dictionary(index: .int8), rows: 0..<1).child(0)
    #expect(first.elements(Int8.self) == [127])
    column.validity = validity([true, false])
    let array = try ReceivedArray(column, as: .dictionary(index: .int8)).child(0)
    #expect(array.elements(Int8.self).first == 127)
  }

  @Test func `a batch that is not of the schema traps`() async {
    await #expect(processExitsWith: .failure) {
      let batch = RecordBatch(columns: [Column(.int32([1]))], rowCount: 1)
      _ = try ReceivedArray(BatchSlice(batch), as: Schema([]))
    }
    await #expect(processExitsWith: .failure) {
      _ = try ReceivedArray(Column(.int32([1])), as: .int64)
    }
    await #expect(processExitsWith: .failure) {
      _ = try ReceivedArray(Column(.int32([1])), as: .int32, rows: 0..<2)
    }
    await #expect(processExitsWith: .failure) {
      let column = Column(.int32([1]), validity: Validity(allValid: 2))
      _ = try ReceivedArray(column, as: .int32)
    }
  }
}
