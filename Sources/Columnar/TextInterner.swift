internal import BarLakeBytes

/// Assigns a code to each distinct text, from 0 in the order of first appearance.
///
/// Source: open addressing with linear probing over a table of codes, at most half full.
package struct TextInterner: Sendable {
  package private(set) var dictionary = StringValues()
  /// Codes plus one; 0 marks an empty entry. Its length is a power of two.
  private var table = [Int32](repeating: 0, count: 256)

  package init() {}

  /// The code of the bytes `start..<end` of `text`.
  package mutating func code(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: Self.hash(text, start, end) >> 20) & mask
    while table[place] != 0 {
      let code = table[place] - 1
      if dictionary.equals(Int(code), text, start, end) { return code }
      place = (place + 1) & mask
    }
    let code = Int32(dictionary.count)
    dictionary.append(text.extracting(start..<end))
    table[place] = code + 1
    if dictionary.count * 2 > table.count { table = rehashed(placeCount: table.count * 4) }
    return code
  }

  /// A table of `placeCount` entries that contains the texts so far.
  private func rehashed(placeCount: Int) -> [Int32] {
    var table = [Int32](repeating: 0, count: placeCount)
    let mask = table.count - 1
    let bytes = dictionary.bytes.span
    for code in 0..<dictionary.count {
      let range = dictionary.range(code)
      let hash = Self.hash(bytes, range.lowerBound, range.upperBound)
      var place = Int(truncatingIfNeeded: hash >> 20) & mask
      while table[place] != 0 { place = (place + 1) & mask }
      table[place] = Int32(code) + 1
    }
    return table
  }

  /// A hash, the same in every process: different texts mostly have different hashes.
  package static func hash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: end - start) &* 0x9E37_79B9_7F4A_7C15
    var position = start
    while position + 8 <= end {
      hash = (hash ^ text.littleEndianWord(at: position)) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 32
      position += 8
    }
    var tail: UInt64 = 0
    while position < end {
      tail = tail << 8 | UInt64(text[position])
      position += 1
    }
    hash = (hash ^ tail) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 29
  }
}

extension StringValues {
  /// Whether text `index` equals the bytes `start..<end` of `other`.
  @inline(__always)
  package func equals(_ index: Int, _ other: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let range = range(index)
    guard range.count == end - start else { return false }
    for offset in 0..<range.count where bytes[range.lowerBound + offset] != other[start + offset] {
      return false
    }
    return true
  }
}
