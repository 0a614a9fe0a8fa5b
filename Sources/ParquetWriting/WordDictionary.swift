/// The distinct values of a column chunk in the order of their first appearance, found through a
/// hash table with open addressing. Its memory is used again for every chunk.
package struct WordDictionary<Word: ColumnWord>: Sendable {
  /// Distinct values; beyond ``count``, arbitrary ones.
  private var storage: [Word] = []
  /// Distinct values.
  package private(set) var count = 0
  /// The place of a value in `storage`, plus one, in the slot that its hash names or one behind;
  /// 0 where no value is. At most half of the slots are taken.
  private var slots: [UInt16] = []
  /// Slots in use, a power of two.
  private var slotCount = 0

  private static var fewestSlots: Int { 4_096 }

  package init() {}

  /// The distinct values.
  package var values: ArraySlice<Word> { storage[..<count] }

  /// Puts the index of every word into `codes`, which has room for all; false if a dictionary does
  /// not pay, as ``DictionaryDecision`` has it: then only `words` counts.
  package mutating func encode(
    _ words: borrowing Span<Word>, into codes: inout [UInt16]
  ) -> Bool {
    removeAll()
    if words.isEmpty { return false }
    let width = Word.bitWidth / 8
    var start = 0
    while start < words.count {
      let end = min(start + DictionaryDecision.checkInterval, words.count)
      guard
        encode(words, start..<end, into: &codes),
        DictionaryDecision.pays(
          valueCount: end, distinctCount: count, dictionaryByteCount: count * width,
          plainByteCount: end * width)
      else { return false }
      start = end
    }
    return true
  }

  /// Puts the indices of some words into `codes`; false if there are too many distinct values.
  private mutating func encode(
    _ words: borrowing Span<Word>, _ range: Range<Int>, into codes: inout [UInt16]
  ) -> Bool {
    var target = codes.mutableSpan
    // Equal values often follow each other, and are looked up once.
    var last = ~words[range.lowerBound]
    var code: UInt16 = 0
    for index in range {
      let word = words[index]
      if word != last {
        last = word
        var slot = self.slot(of: word)
        while true {
          let entry = slots[slot]
          if entry == 0 {
            guard count < DictionaryDecision.distinctCountLimit else { return false }
            code = UInt16(truncatingIfNeeded: count)
            insert(word, at: slot)
            break
          }
          if storage[Int(entry) &- 1] == word {
            code = entry &- 1
            break
          }
          slot = (slot &+ 1) & (slotCount &- 1)
        }
      }
      target[index] = code
    }
    return true
  }

  @inline(__always)
  private func slot(of word: Word) -> Int {
    let product = word &* Word.hashMultiplier
    let bits = Word(truncatingIfNeeded: slotCount.trailingZeroBitCount)
    return Int(truncatingIfNeeded: product &>> (Word(truncatingIfNeeded: Word.bitWidth) &- bits))
  }

  @inline(never)
  private mutating func insert(_ word: Word, at slot: Int) {
    if count < storage.count { storage[count] = word } else { storage.append(word) }
    count += 1
    slots[slot] = UInt16(count)
    if count * 2 > slotCount { grow() }
  }

  private mutating func grow() {
    useSlots(slotCount * 2)
    for index in 0..<count {
      var slot = slot(of: storage[index])
      while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = UInt16(index + 1)
    }
  }

  private mutating func removeAll() {
    count = 0
    useSlots(Self.fewestSlots)
  }

  /// Empties the first `newCount` slots and uses them.
  private mutating func useSlots(_ newCount: Int) {
    if slots.count < newCount {
      slots = [UInt16](repeating: 0, count: newCount)
    } else {
      for slot in 0..<newCount { slots[slot] = 0 }
    }
    slotCount = newCount
  }

  /// What ``encode(_:into:)`` finds, said plainly; nil where that is false.
  package static func encodePlainly(_ words: [Word]) -> (values: [Word], codes: [UInt16])? {
    var values: [Word] = []
    var codes: [UInt16] = []
    var places: [Word: Int] = [:]
    let width = Word.bitWidth / 8
    for word in words {
      if places[word] == nil {
        places[word] = values.count
        values.append(word)
      }
      guard let code = places[word], code < DictionaryDecision.distinctCountLimit else {
        return nil
      }
      codes.append(UInt16(code))
      if codes.count % DictionaryDecision.checkInterval == 0 || codes.count == words.count {
        let pays = DictionaryDecision.pays(
          valueCount: codes.count, distinctCount: values.count,
          dictionaryByteCount: values.count * width, plainByteCount: codes.count * width)
        if !pays { return nil }
      }
    }
    return words.isEmpty ? nil : (values, codes)
  }
}
