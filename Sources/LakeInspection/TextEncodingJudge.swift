internal import BarLake
internal import BarLakeColumnar
internal import BarLakeParquetFormat
internal import BarLakeParquetReading
internal import BarLakeParquetWriting

/// Checks how the texts of one column chunk are encoded, one page after the other.
///
/// Source: `docs/spec.md`, PARQ-2.5 and PARQ-2.6.
struct TextEncodingJudge {
  private let expected: TextEncoding
  /// The distinct texts of a chunk that should have a dictionary and has none, until they take more
  /// bytes than a dictionary may.
  private var distinct: Set<[UInt8]> = []
  /// The bytes of these texts in PLAIN encoding.
  private var byteCount = 0

  init(_ column: String, of dataType: MarketDataType) {
    // A column that has none of the lake's names is an extra column.
    expected = LakeColumn(rawValue: column)?.textEncoding(in: dataType) ?? .plain
  }

  /// Takes the rows of the next data page.
  mutating func take(_ column: Column) {
    guard expected == .dictionary, case .string(let texts) = column.values else { return }
    for row in 0..<texts.count where !column.isNull(row) {
      if isLarge { return }
      let text = Array(texts.bytes[texts.range(row)])
      if distinct.insert(text).inserted { byteCount += 4 + text.count }
    }
  }

  private var isLarge: Bool { byteCount > DictionaryDecision.byteCountLimit }

  /// What is wrong with the encoding, once all `pages` have been taken; nil if nothing is wrong.
  func problem(_ pages: [PageSummary]) -> String? {
    let dictionary = pages.first { $0.header.type == .dictionaryPage }
    switch (expected, dictionary) {
    case (.plain, .some): return "encoding: PLAIN expected, a dictionary found"
    case (.dictionary, nil):
      return isLarge ? nil : "encoding: a dictionary expected, PLAIN found"
    case (.dictionary, let page?):
      return Int(page.header.uncompressedByteCount) > DictionaryDecision.byteCountLimit
        ? "encoding: PLAIN expected, a dictionary of more than 4 MiB found" : nil
    case (.plain, nil): return nil
    }
  }
}
