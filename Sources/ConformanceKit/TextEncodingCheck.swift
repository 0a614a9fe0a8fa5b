internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks that a chunk of texts has the encoding of its column, whatever its values are.
///
/// Source: `docs/spec.md`, PARQ-2.5 and PARQ-2.6.
enum TextEncodingCheck {
  /// Bytes of a dictionary's texts in PLAIN encoding, at most.
  private static let dictionaryByteLimit = 4 << 20

  /// The columns that have a dictionary, by data type; a column of another name is PLAIN.
  private static let dictionaryColumns = [
    "stocks_daily": [],
    "stocks_minute": ["symbol"],
    "options_daily": ["underlying", "contract_type"],
    "options_minute": ["underlying", "contract_type", "ticker"],
  ]

  /// `name` is the column's; nothing is checked in files of no known data type.
  static func check(
    _ chunk: ColumnMetaData, named name: String, of file: ParquetFile, values: ColumnValues,
    into findings: inout FindingList
  ) {
    guard let dataType = file.metadataValue("barlake.data_type"),
      let columns = dictionaryColumns[dataType]
    else { return }
    let expectsDictionary = columns.contains(name)
    let hasDictionary = !chunk.encodings.allSatisfy { $0 == .plain || $0 == .rle }
    switch (expectsDictionary, hasDictionary) {
    case (false, true):
      findings.add(
        "PARQ-2.5", "a dictionary, in a column that is PLAIN elsewhere", level: .reference)
    case (true, false) where dictionaryByteCount(values) <= dictionaryByteLimit:
      findings.add(
        "PARQ-2.5", "no dictionary, in a column that has one elsewhere", level: .reference)
    case (true, true) where dictionaryByteCount(values) > dictionaryByteLimit:
      findings.add("PARQ-2.6", "a dictionary of more than 4 MiB", level: .reference)
    default: break
    }
  }

  /// Bytes of the distinct texts in PLAIN encoding.
  private static func dictionaryByteCount(_ values: ColumnValues) -> Int {
    let texts: StringValues
    switch values {
    case .string(let rows): texts = rows
    case .dictionary(let rows): texts = rows.dictionary
    default: return 0
    }
    var distinct: Set<ArraySlice<UInt8>> = []
    for number in 0..<texts.count { distinct.insert(texts.bytes[texts.range(number)]) }
    return distinct.reduce(0) { $0 + 4 + $1.count }
  }
}
