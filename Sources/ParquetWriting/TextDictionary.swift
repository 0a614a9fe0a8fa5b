internal import BarLakeBytes

/// The distinct texts of a column chunk in the order of their first appearance. Its memory is used
/// again for every chunk.
package struct TextDictionary: Sendable {
  /// The distinct texts, as a dictionary page holds them.
  package private(set) var texts = PlainTexts()
  private var table = TextTable()

  private static let fewestSlots = 4_096

  package init() {}

  /// The number of distinct texts.
  package var count: Int { texts.count }

  /// The index of the text `range` of `source`, which is added if it is new; nil if there is no
  /// room for it.
  package mutating func index(of source: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    let hash = TextBytes.hash(source, range)
    if let index = table.number(
      hash: hash,
      where: { TextBytes.areEqual(texts.bytes.storage.span, texts.range($0), source, range) })
    {
      return UInt32(index)
    }
    // Every text takes at least four bytes, so 32 bits are enough to number them all.
    guard texts.bytes.count + 4 + range.count <= DictionaryDecision.byteCountLimit else {
      return nil
    }
    texts.append(source, range)
    table.append(hash: hash)
    return UInt32(count - 1)
  }

  package mutating func removeAll() {
    texts.removeAll()
    table.removeAll(slotCount: Self.fewestSlots)
  }

  /// Computes the indices of the texts in plain code; nil if the dictionary would be too large.
  package static func encodePlainly(_ texts: [[UInt8]]) -> (values: [[UInt8]], codes: [UInt32])? {
    var values: [[UInt8]] = []
    var codes: [UInt32] = []
    var places: [[UInt8]: Int] = [:]
    for text in texts {
      if places[text] == nil {
        places[text] = values.count
        values.append(text)
      }
      codes.append(UInt32(places[text] ?? 0))
    }
    let byteCount = values.reduce(0) { $0 + $1.count + 4 }
    return byteCount <= DictionaryDecision.byteCountLimit ? (values, codes) : nil
  }
}
