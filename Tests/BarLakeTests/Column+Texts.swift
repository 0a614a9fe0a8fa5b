import BarLakeColumnar

extension Column {
  /// The values of a column of texts, nil where there is none; no elements for other columns.
  var texts: [String?] {
    (0..<count).compactMap { row -> String?? in
      switch values {
      case .string(let values): isNull(row) ? .some(nil) : values[row]
      case .dictionary(let values):
        isNull(row) ? .some(nil) : values.dictionary[Int(values.codes[row])]
      default: nil
      }
    }
  }
}
