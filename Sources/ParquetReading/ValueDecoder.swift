internal import BarLakeBytes
internal import BarLakeColumnar

/// Collects the values of a column, page by page.
protocol ValueDecoder {
  /// The minimum size of a row while it is decoded, null or not.
  static var rowByteCount: Int { get }

  /// Takes the dictionary of the chunk: `count` values, PLAIN.
  mutating func takeDictionary(
    _ bytes: [UInt8], count: Int, offset: Int
  ) throws(ParquetReadingError)

  /// Appends the rows of a page. `validity` has one row for each row of the column up to the end of
  /// this page, or none if every row has a value. Null rows get a zero or an empty text.
  mutating func append(_ page: DataPage, validity: Validity?) throws(ParquetReadingError)

  /// Removes the rows and keeps the dictionary.
  mutating func removeRows()
}

extension DataPage {
  /// The page's dictionary indices, all below `dictionaryCount`.
  func indices(dictionaryCount: Int?) throws(ParquetReadingError) -> [UInt32] {
    guard let dictionaryCount else {
      throw error(.invalid("a page of indices without a dictionary"))
    }
    if valueCount == 0 { return [] }
    guard let bitWidth = values.isEmpty ? nil : Int(bytes[values.lowerBound]), bitWidth <= 32 else {
      throw error(.invalid("the width of the page's indices"))
    }
    var decoder = RLEHybridDecoder(
      bytes, in: values.dropFirst(), bitWidth: bitWidth, fileOffset: offset)
    let indices = try decoder.values(valueCount)
    if let largest = indices.max(), largest >= dictionaryCount {
      throw error(
        .mismatch("values of the dictionary", expected: dictionaryCount, found: Int(largest) + 1))
    }
    return indices
  }

  var unsupportedEncoding: ParquetReadingError { error(.unsupported("the encoding \(encoding)")) }

  func error(_ reason: ParquetReadingError.Reason) -> ParquetReadingError {
    ParquetReadingError(reason, offset: offset)
  }
}

extension Array {
  /// Appends the rows of a page: its values in order, and `empty` for each null row.
  mutating func append(
    _ pageValues: [Element], rowCount: Int, validity: Validity?, empty: Element
  ) {
    guard let validity, pageValues.count < rowCount else {
      append(contentsOf: pageValues)
      return
    }
    reserveCapacity(count + rowCount)
    var next = 0
    for row in count..<count + rowCount {
      if validity[row] {
        append(pageValues[next])
        next += 1
      } else {
        append(empty)
      }
    }
  }
}
