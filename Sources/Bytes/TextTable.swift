/// Finds the numbers of texts by their hashes; the texts are its owner's, who numbers them from 0.
///
/// Source: open addressing with linear probing over a table of slots, at most half full.
package struct TextTable: Sendable {
  /// In the lower half of a slot a number plus one, 0 where it is empty; in the upper half the
  /// text's hash, so that a look at another text is seldom needed. As many as a power of two.
  @usableFromInline var slots: [UInt64]
  /// Slots of a table that no longer grows in large steps.
  private static let largeSlotCount = 1 << 15
  /// Texts so far.
  package private(set) var count = 0

  /// A table for `count` texts, or for more once it has grown.
  package init(count: Int = 127) {
    var slotCount = 256
    while slotCount < 2 * (count + 1) { slotCount *= 2 }
    slots = [UInt64](repeating: 0, count: slotCount)
  }

  /// Bytes held, room that is free included.
  package var heldByteCount: Int { slots.capacity * MemoryLayout<UInt64>.stride }

  /// The number of a text whose hash is `hash`; nil if it is a new one. `isText` tells whether the
  /// text of a number is the one that is looked for.
  @inlinable
  package func number(hash: UInt32, where isText: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    var place = Int(hash) & mask
    while slots[place] != 0 {
      if UInt32(truncatingIfNeeded: slots[place] >> 32) == hash {
        let number = Int(UInt32(truncatingIfNeeded: slots[place])) - 1
        if isText(number) { return number }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Takes the next text, whose number is ``count`` so far.
  package mutating func append(hash: UInt32) {
    count += 1
    Self.insert(UInt64(hash) << 32 | UInt64(UInt32(truncatingIfNeeded: count)), into: &slots)
    if count * 2 > slots.count { grow() }
  }

  /// Forgets all texts and keeps the memory; there are `slotCount` slots then, a power of two.
  package mutating func removeAll(slotCount: Int) {
    count = 0
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(0, count: slotCount))
  }

  /// A small table grows in fewer steps, a large one takes no more memory than it must.
  private mutating func grow() {
    let factor = slots.count < Self.largeSlotCount ? 4 : 2
    var larger = [UInt64](repeating: 0, count: slots.count * factor)
    for slot in slots where slot != 0 { Self.insert(slot, into: &larger) }
    slots = larger
  }

  private static func insert(_ slot: UInt64, into slots: inout [UInt64]) {
    let mask = slots.count - 1
    var place = Int(slot >> 32) & mask
    while slots[place] != 0 { place = (place + 1) & mask }
    slots[place] = slot
  }
}
