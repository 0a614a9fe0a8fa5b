internal import BarLakeColumnar

// Columns in the layout that Arrow requires for their type, where ours differs. These are the
// copies that an export makes.

extension Column {
  /// The rows `rows` as a separate column, with the buffers that `field` has in Arrow: a text in
  /// each row if the field holds plain texts, codes if it has a dictionary, and a value in each row
  /// instead of one repeated value.
  func plain(_ rows: Range<Int>, as field: Field) throws(ArrowExportError) -> Column {
    let validity = validity(rows)
    switch (field.type, values) {
    case (_, .repeated(let value, count: _)):
      return try Column(
        value.repeating(rows.count, name: field.name), validity: validity)
    case (.string, .dictionary(let texts)):
      return try Column(
        .string(texts.expanded(rows, validity, name: field.name)), validity: validity)
    case (.dictionary, .string(let texts)):
      return Column(.dictionary(DictionaryValues(texts, rows)), validity: validity)
    default:
      preconditionFailure("the values of \(field.name) are not those of a \(field.type)")
    }
  }

  /// Which of the rows `rows` hold a value; nil if all do.
  func validity(_ rows: Range<Int>) -> Validity? {
    guard let validity, validity.nullCount(in: rows) > 0 else { return nil }
    if rows == 0..<validity.count { return validity }
    return Validity(rows.lazy.map { validity[$0] })
  }
}

extension Validity {
  /// One bit per element, as in validities and booleans.
  init(_ bits: some Sequence<Bool>) {
    self.init()
    for bit in bits { append(bit) }
  }
}

extension ColumnValues {
  /// The one value of this column in `count` rows.
  fileprivate func repeating(
    _ count: Int, name: String
  ) throws(ArrowExportError) -> ColumnValues {
    switch self {
    case .bool(let values): return .bool(Array(repeating: values[0], count: count))
    case .int8(let values): return .int8(Array(repeating: values[0], count: count))
    case .int16(let values): return .int16(Array(repeating: values[0], count: count))
    case .int32(let values): return .int32(Array(repeating: values[0], count: count))
    case .int64(let values): return .int64(Array(repeating: values[0], count: count))
    case .uint32(let values): return .uint32(Array(repeating: values[0], count: count))
    case .uint64(let values): return .uint64(Array(repeating: values[0], count: count))
    case .float32(let values): return .float32(Array(repeating: values[0], count: count))
    case .float64(let values): return .float64(Array(repeating: values[0], count: count))
    case .dictionary(let values):
      let codes = Array(repeating: values.codes[0], count: count)
      return .dictionary(DictionaryValues(codes: codes, dictionary: values.dictionary))
    case .string(let texts):
      let codes = Array(repeating: Int32(0), count: count)
      let values = DictionaryValues(codes: codes, dictionary: texts)
      return try .string(values.expanded(0..<count, nil, name: name))
    case .repeated(let value, count: _):
      return try value.repeating(count, name: name)
    }
  }
}

extension DictionaryValues {
  /// A dictionary of the texts in `rows` of `texts`, in the order in which they appear.
  init(_ texts: StringValues, _ rows: Range<Int>) {
    self.init()
    var known: [ArraySlice<UInt8>: Int32] = [:]
    for row in rows {
      let text = texts.bytes[texts.range(row)]
      let code = known[text] ?? Int32(dictionary.count)
      if known.updateValue(code, forKey: text) == nil { dictionary.append(text.span) }
      codes.append(code)
    }
  }

  /// The text of each row of `rows`; empty if the row is null.
  fileprivate func expanded(
    _ rows: Range<Int>, _ validity: Validity?, name: String
  ) throws(ArrowExportError) -> StringValues {
    let isNull = { (index: Int) in validity.map { !$0[index] } ?? false }
    let byteCount = rows.enumerated().reduce(0) { count, row in
      isNull(row.offset) ? count : count + dictionary.range(Int(codes[row.element])).count
    }
    guard byteCount <= Int32.max else { throw .textTooLong(column: name) }
    var texts = StringValues()
    let bytes = dictionary.bytes.span
    for (index, row) in rows.enumerated() {
      let range = isNull(index) ? 0..<0 : dictionary.range(Int(codes[row]))
      texts.append(bytes.extracting(range))
    }
    return texts
  }

  /// The codes of `rows` in 8 bits; 0 if the row is null.
  func narrowed(
    _ rows: Range<Int>, _ validity: Validity?, name: String
  ) throws(ArrowExportError) -> [Int8] {
    var narrow: [Int8] = []
    narrow.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      if let validity, !validity[index] {
        narrow.append(0)
      } else if let code = Int8(exactly: codes[row]) {
        narrow.append(code)
      } else {
        throw .dictionaryTooLarge(column: name)
      }
    }
    return narrow
  }
}
