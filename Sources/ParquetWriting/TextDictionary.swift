internal import BarLakeBytes

/// The distinct texts of a column chunk in the order of their first appearance. A hash table with
/// open addressing finds them. The memory is reused for every chunk.
package struct TextDictionary: Sendable {
  /// The distinct texts, as a dictionary page holds them.
  package private(set) var texts = PlainTexts()
  /// The hash of each text.
  private var hashes: [UInt32] = []
  /// Each slot holds the position of a text in `texts` plus one, or 0 if the slot is empty. A text
  /// is in the slot of its hash or in one after it. At most half of the slots are used.
  private var slots: [UInt32] = []

  private static let fewestSlots = 4_096

  package init() {}

  /// The number of distinct texts.
  package var count: Int { texts.count }

  /// The index of the text `range` of `source`. A new text is added; nil if there is no room for
  /// it.
  package mutating func index(
    of source: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> UInt32? {
    let hash = TextBytes.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash,
        TextBytes.areEqual(texts.bytes.storage.span, texts.range(index), source, range)
      {
        return UInt32(index)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    // Every text takes at least four bytes, so 32 bits are enough to number them all.
    guard texts.bytes.count + 4 + range.count <= DictionaryDecision.byteCountLimit else {
      return nil
    }
    texts.append(source, range)
    hashes.append(hash)
    slots[slot] = UInt32(count)
    if count * 2 > slots.count { grow() }
    return UInt32(count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  package mutating func removeAll() {
    texts.removeAll()
    hashes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(0, count: Self.fewestSlots))
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
