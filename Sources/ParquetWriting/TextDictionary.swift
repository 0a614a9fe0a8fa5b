internal import Bytes

/// The distinct texts of a column chunk in the order of their first appearance, found through a
/// hash table with open addressing. Its memory is used again for every chunk.
package struct TextDictionary: Sendable {
  /// The distinct texts, as a dictionary page holds them.
  package private(set) var texts = PlainTexts()
  /// The hash of each.
  private var hashes: [UInt32] = []
  /// The place of a text in `texts`, plus one, in the slot that its hash names or one behind; 0
  /// where no text is. At most half of the slots are taken.
  private var slots: [UInt16] = []

  private static let fewestSlots = 4_096

  package init() {}

  /// Distinct texts.
  package var count: Int { texts.count }

  /// The index of the text `range` of `source`, which is added if it is new; nil if there is no
  /// room for it.
  package mutating func index(
    of source: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> UInt16? {
    let hash = TextBytes.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash,
        TextBytes.areEqual(texts.bytes.storage.span, texts.range(index), source, range)
      {
        return UInt16(index)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard count < DictionaryDecision.distinctCountLimit else { return nil }
    texts.append(source, range)
    guard texts.bytes.count <= DictionaryDecision.byteCountLimit else { return nil }
    hashes.append(hash)
    slots[slot] = UInt16(count)
    if count * 2 > slots.count { grow() }
    return UInt16(count - 1)
  }

  private mutating func grow() {
    slots = [UInt16](repeating: 0, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt16(index + 1)
    }
  }

  package mutating func removeAll() {
    texts.removeAll()
    hashes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(0, count: Self.fewestSlots))
  }

  /// What the texts' indices are, and whether a dictionary of them pays, said plainly; nil if not.
  package static func encodePlainly(_ texts: [[UInt8]]) -> (values: [[UInt8]], codes: [UInt16])? {
    var values: [[UInt8]] = []
    var codes: [UInt16] = []
    var byteCount = 0
    var places: [[UInt8]: Int] = [:]
    for text in texts {
      if places[text] == nil {
        places[text] = values.count
        values.append(text)
        byteCount += text.count + 4
      }
      guard let code = places[text], code < DictionaryDecision.distinctCountLimit,
        byteCount <= DictionaryDecision.byteCountLimit
      else { return nil }
      codes.append(UInt16(code))
      if codes.count % DictionaryDecision.checkInterval == 0 || codes.count == texts.count {
        let pays = DictionaryDecision.pays(
          valueCount: codes.count, distinctCount: values.count,
          dictionaryByteCount: byteCount,
          plainByteCount: texts[..<codes.count].reduce(0) { $0 + $1.count + 4 })
        if !pays { return nil }
      }
    }
    return texts.isEmpty ? nil : (values, codes)
  }
}
