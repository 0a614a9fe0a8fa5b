/// The distinct values of a column chunk in the order of their first appearance. A hash table with
/// open addressing finds them. The memory is reused for every chunk.
package struct WordDictionary<Word: ColumnWord>: Sendable {
  /// Distinct values; elements after ``count`` are arbitrary.
  private var storage: [Word] = []
  /// The number of distinct values.
  package private(set) var count = 0
  /// Each slot holds the position of a value in `storage` plus one, or 0 if the slot is empty. A
  /// value is in the slot of its hash or in one after it. At most about a quarter of the slots are
  /// used.
  private var slots: [UInt16] = []
  /// The number of slots in use, a power of two.
  private var slotCount = 0

  /// The number of slots for a chunk of many values, before it is known how many are distinct.
  private static var usualSlots: Int { 8_192 }
  private static var fewestSlots: Int { 64 }
  private static var mostSlots: Int { 524_288 }
  /// The number of values between two looks at how full the table is.
  private static var blockLength: Int { 256 }

  package init() {}

  /// The distinct values.
  package var values: ArraySlice<Word> { storage[..<count] }

  /// Stores the index of every word in `codes`, which must have room for all. Returns false if
  /// there are more distinct words than ``DictionaryDecision/distinctCountLimit``, or, with
  /// `isDeciding`, so many that the decision is ``NumberEncoding/plain`` whatever follows; then
  /// `codes` is meaningless.
  package mutating func encode(
    _ words: borrowing Span<Word>, into codes: inout [UInt16], isDeciding: Bool = false
  ) -> Bool {
    removeAll(valueCount: words.count)
    var end = 0
    while end < words.count {
      let start = end
      end = min(start + Self.blockLength, words.count)
      if slotCount < Self.mostSlots, (count + end - start) * 4 > slotCount { grow() }
      count = Self.encode(
        words, start..<end, into: &codes, values: &storage, count: count, slots: &slots,
        slotCount: slotCount)
      if count > DictionaryDecision.distinctCountLimit { return false }
      if isDeciding,
        DictionaryDecision.encoding(
          valueCount: words.count, distinctCount: count, byteWidth: Word.bitWidth / 8) == .plain
      {
        return false
      }
    }
    return true
  }

  /// Stores the indices of a block of words in `codes`, and returns the number of distinct values
  /// so far. If this number exceeds the limit of a dictionary, the indices and the table are wrong.
  ///
  /// In many columns new values are as frequent as known ones, so a branch between the two would
  /// often be mispredicted. So a value is stored before it is known to be new, and its slot is
  /// written in either case.
  private static func encode(
    _ words: borrowing Span<Word>, _ range: Range<Int>, into codes: inout [UInt16],
    values: inout [Word], count oldCount: Int, slots: inout [UInt16], slotCount: Int
  ) -> Int {
    var codes = codes.mutableSpan
    var values = values.mutableSpan
    var slots = slots.mutableSpan
    let shift = Self.shift(slotCount)
    var count = oldCount
    // Equal values are often consecutive; they are looked up once.
    var last = ~words[range.lowerBound]
    var code = 0
    for index in range {
      let word = words[index]
      if word != last {
        last = word
        var slot = Int(truncatingIfNeeded: (word &* Word.hashMultiplier) &>> shift)
        values[count] = word
        var entry = Int(slots[slot])
        code = entry == 0 ? count : entry &- 1
        while values[code] != word {
          slot = (slot &+ 1) & (slotCount &- 1)
          entry = Int(slots[slot])
          code = entry == 0 ? count : entry &- 1
        }
        slots[slot] = UInt16(truncatingIfNeeded: code &+ 1)
        count &+= entry == 0 ? 1 : 0
      }
      codes[index] = UInt16(truncatingIfNeeded: code)
    }
    return count
  }

  /// The shift that turns a hash product into a slot number.
  private static func shift(_ slotCount: Int) -> Word {
    Word(truncatingIfNeeded: Word.bitWidth - slotCount.trailingZeroBitCount)
  }

  private mutating func grow() {
    useSlots(slotCount * 4)
    let shift = Self.shift(slotCount)
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: (storage[index] &* Word.hashMultiplier) &>> shift)
      while slots[slot] != 0 { slot = (slot &+ 1) & (slotCount &- 1) }
      slots[slot] = UInt16(truncatingIfNeeded: index &+ 1)
    }
  }

  /// Empties the table, for a chunk of `valueCount` values. Of a short one not even all distinct
  /// values need many slots, and emptying more would take longer than its values.
  private mutating func removeAll(valueCount: Int) {
    let room = DictionaryDecision.distinctCountLimit + Self.blockLength + 1
    if storage.isEmpty { storage = [Word](repeating: 0, count: room) }
    count = 0
    var slotCount = Self.fewestSlots
    while slotCount < Self.usualSlots, slotCount < valueCount * 4 { slotCount *= 2 }
    useSlots(slotCount)
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

  /// Computes what ``encode(_:into:)`` finds, in plain code; nil if that returns false.
  package static func encodePlainly(_ words: [Word]) -> (values: [Word], codes: [UInt16])? {
    var values: [Word] = []
    var codes: [UInt16] = []
    var places: [Word: Int] = [:]
    for word in words {
      let code = places[word] ?? values.count
      guard code < DictionaryDecision.distinctCountLimit else { return nil }
      if code == values.count {
        places[word] = code
        values.append(word)
      }
      codes.append(UInt16(code))
    }
    return (values, codes)
  }
}
