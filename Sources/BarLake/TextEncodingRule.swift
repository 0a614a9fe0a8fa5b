internal import Bytes
internal import Columnar
internal import ParquetFormat
internal import ParquetReading
internal import ParquetWriting

/// How the texts of a column chunk must be encoded, whatever they are.
///
/// Source: `docs/spec.md`, PARQ-2.5 and PARQ-2.6.
enum TextEncodingRule {
  /// Whether the texts of `column` have a dictionary in the files of a data type; a column that its
  /// schema lacks is an extra one.
  private static func hasDictionary(_ column: String, of type: MarketDataType) -> Bool {
    let isOwn = MarketSchema.rawSchema(for: type).fields.contains {
      $0.name.utf8.elementsEqual(column.utf8)
    }
    return isOwn && MarketSchema.textEncoding(of: column, type) == .dictionary
  }

  /// What is wrong with the encoding of a chunk of texts; nil if nothing is.
  static func problem(
    of content: ColumnChunkContent, column: String, of type: MarketDataType
  ) -> String? {
    let isDictionary = content.pages.contains { $0.header.type == .dictionaryPage }
    guard hasDictionary(column, of: type) else {
      return isDictionary ? "encoding: PLAIN expected, a dictionary found" : nil
    }
    let isLarge = hasLargeDictionary(content.column.values)
    if isDictionary {
      return isLarge ? "encoding: PLAIN expected, a dictionary of more than 4 MiB found" : nil
    }
    return isLarge ? nil : "encoding: a dictionary expected, PLAIN found"
  }

  /// Whether the dictionary of the values takes, or would take, more bytes than one may.
  private static func hasLargeDictionary(_ values: ColumnValues) -> Bool {
    let texts: StringValues
    switch values {
    case .string(let each): texts = each
    case .dictionary(let coded): texts = coded.dictionary
    default: return false
    }
    var distinct: Set<ArraySlice<UInt8>> = []
    var byteCount = 0
    for index in 0..<texts.count {
      let text = texts.bytes[texts.range(index)]
      if distinct.insert(text).inserted { byteCount += 4 + text.count }
      if byteCount > DictionaryDecision.byteCountLimit { return true }
    }
    return false
  }
}
