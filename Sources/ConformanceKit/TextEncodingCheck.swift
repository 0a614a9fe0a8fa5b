internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading

/// Checks that the texts of a chunk have the encoding of their column, for any values.
///
/// Source: `docs/spec.md`, PARQ-2.5 and PARQ-2.6.
enum TextEncodingCheck {
  /// The most bytes that the texts of a dictionary may have in PLAIN encoding.
  private static let dictionaryByteLimit = 4 << 20

  /// The columns that have a dictionary, by data type. All other columns are PLAIN.
  private static let dictionaryColumns = [
    "stocks_daily": [],
    "stocks_minute": ["symbol"],
    "options_daily": ["underlying", "contract_type"],
    "options_minute": ["underlying", "contract_type", "ticker"],
  ]

  /// Checks the column `name`. In files of an unknown data type nothing is checked.
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

  /// The number of bytes that the distinct texts have in PLAIN encoding.
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
