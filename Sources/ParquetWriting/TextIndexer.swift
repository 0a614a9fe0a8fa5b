internal import BarLakeBytes
internal import BarLakeColumnar

/// Turns the texts of a column chunk into indices, as long as their dictionary has room. It reuses
/// its memory for every chunk.
package struct TextIndexer: Sendable {
  package private(set) var dictionary = TextDictionary()
  /// One index per value.
  package private(set) var codes: [UInt32] = []

  /// For each text of a batch's dictionary its index plus one; 0 if it has no index yet.
  private var batchIndices: [UInt32] = []

  package init() {}

  /// Loads the texts of a chunk. Returns false if their dictionary would take more than
  /// ``DictionaryDecision/byteCountLimit``; then the content of this object is meaningless.
  package mutating func load(_ slices: ColumnSlices) throws(ParquetWritingError) -> Bool {
    dictionary.removeAll()
    codes.removeAll(keepingCapacity: true)
    var hasRoom = true
    try slices.visitWhile { values, validity, rows throws(ParquetWritingError) -> Bool in
      do throws(GivenUp) {
        try add(values, validity, rows, name: slices.name)
      } catch {
        hasRoom = false
      }
      return hasRoom
    }
    return hasRoom
  }

  private struct GivenUp: Error {}

  private mutating func add(
    _ values: ColumnValues, _ validity: Validity?, _ rows: Range<Int>, name: String
  ) throws(GivenUp) {
    switch values {
    case .string(let texts): try add(texts, validity, rows)
    case .dictionary(let values):
      // For a few rows, looking up each text is faster than making a table of the batch's texts.
      if rows.count < values.dictionary.count {
        try addEach(values, validity, rows)
      } else {
        try add(values, validity, rows)
      }
    case .repeated(let value, _):
      let count = rows.count - (validity?.nullCount(in: rows) ?? 0)
      if count == 0 { return }
      try add(value, nil, 0..<1, name: name)
      codes.append(contentsOf: repeatElement(codes[codes.count - 1], count: count - 1))
    default:
      preconditionFailure("column \(name) holds values of another type than its field")
    }
  }

  private mutating func add(
    _ texts: StringValues, _ validity: Validity?, _ rows: Range<Int>
  ) throws(GivenUp) {
    let bytes = texts.bytes.span
    // Equal texts are often consecutive; they are looked up once.
    var last: (text: Range<Int>, code: UInt32)?
    for row in rows where validity?[row] ?? true {
      let text = texts.range(row)
      if let last, TextBytes.areEqual(bytes, last.text, bytes, text) {
        codes.append(last.code)
        continue
      }
      guard let code = dictionary.index(of: bytes, text) else { throw GivenUp() }
      last = (text, code)
      codes.append(code)
    }
  }

  private mutating func add(
    _ values: DictionaryValues, _ validity: Validity?, _ rows: Range<Int>
  ) throws(GivenUp) {
    batchIndices.removeAll(keepingCapacity: true)
    batchIndices.append(contentsOf: repeatElement(0, count: values.dictionary.count))
    let bytes = values.dictionary.bytes.span
    let batchCodes = values.codes.span
    // Room for all rows first, so that no row is checked for it.
    var end = codes.count
    codes.append(contentsOf: repeatElement(0, count: rows.count))
    for row in rows where validity?[row] ?? true {
      let batchCode = Int(batchCodes[row])
      var index = batchIndices[batchCode]
      if index == 0 {
        let text = values.dictionary.range(batchCode)
        guard let code = dictionary.index(of: bytes, text) else { throw GivenUp() }
        index = code + 1
        batchIndices[batchCode] = index
      }
      codes[end] = index - 1
      end += 1
    }
    codes.removeLast(codes.count - end)
  }

  private mutating func addEach(
    _ values: DictionaryValues, _ validity: Validity?, _ rows: Range<Int>
  ) throws(GivenUp) {
    let bytes = values.dictionary.bytes.span
    for row in rows where validity?[row] ?? true {
      let text = values.dictionary.range(Int(values.codes[row]))
      guard let code = dictionary.index(of: bytes, text) else { throw GivenUp() }
      codes.append(code)
    }
  }
}
