extension Column {
  /// This column with its nulls replaced by the rows of `other`, which has the same type of buffer
  /// and the same number of rows.
  package func filled(from other: Column) -> Column {
    guard let validity, validity.nullCount > 0 else { return self }
    var merged = Validity()
    for row in 0..<count { merged.append(validity[row] || !other.isNull(row)) }
    func pick<Value>(_ own: [Value], _ others: [Value]) -> [Value] {
      own.indices.map { validity[$0] ? own[$0] : others[$0] }
    }
    let values: ColumnValues
    switch (self.values, other.values) {
    case (.int32(let own), .int32(let others)): values = .int32(pick(own, others))
    case (.float32(let own), .float32(let others)): values = .float32(pick(own, others))
    case (.float64(let own), .float64(let others)): values = .float64(pick(own, others))
    case (.dictionary(let own), .dictionary(let others)):
      // The two dictionaries may share texts, and one dictionary must not hold a text twice.
      var codes: [[UInt8]: Int32] = [:]
      var dictionary = StringValues()
      func code(_ source: DictionaryValues, _ row: Int) -> Int32 {
        let text = Array(source.dictionary.bytes[source.dictionary.range(Int(source.codes[row]))])
        if let code = codes[text] { return code }
        let code = Int32(dictionary.count)
        codes[text] = code
        dictionary.append(text.span)
        return code
      }
      let picked = (0..<count).map { validity[$0] ? code(own, $0) : code(others, $0) }
      values = .dictionary(DictionaryValues(codes: picked, dictionary: dictionary))
    default: preconditionFailure("columns of \(self.values) and \(other.values) do not mix")
    }
    return Column(values, validity: merged.nullCount == 0 ? nil : merged)
  }
}
