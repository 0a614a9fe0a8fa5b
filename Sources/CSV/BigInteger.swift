/// An integer ≥ 0 of any size, with the few operations that exact rounding needs.
package struct BigInteger: Equatable {
  /// Base 2^64, the least significant word first, the last not 0.
  private var words: [UInt64]

  package init(_ value: UInt64) {
    words = value == 0 ? [] : [value]
  }

  /// The number with these decimal digits, the most significant first.
  package init(decimalDigits: [UInt8]) {
    words = []
    for digit in decimalDigits { multiply(by: 10, adding: UInt64(digit)) }
  }

  package var isZero: Bool { words.isEmpty }

  /// Bits up to and with the highest that is 1; 0 for zero.
  package var bitWidth: Int {
    guard let last = words.last else { return 0 }
    return words.count * 64 - last.leadingZeroBitCount
  }

  package mutating func multiply(by factor: UInt64, adding addend: UInt64 = 0) {
    var carry = addend
    for index in words.indices {
      let product = words[index].multipliedFullWidth(by: factor)
      let (sum, isOver) = product.low.addingReportingOverflow(carry)
      words[index] = sum
      // The high word of a product is at most 2^64 - 2, so this cannot overflow.
      carry = product.high + (isOver ? 1 : 0)
    }
    if carry != 0 { words.append(carry) }
  }

  package mutating func multiply(byPowerOfTen exponent: Int) {
    var remaining = exponent
    while remaining >= 19 {
      multiply(by: 10_000_000_000_000_000_000)
      remaining -= 19
    }
    for _ in 0..<remaining { multiply(by: 10) }
  }

  package mutating func shiftLeft(_ bitCount: Int) {
    guard !words.isEmpty else { return }
    let (wholeWords, bits) = (bitCount / 64, UInt64(bitCount % 64))
    if bits > 0 {
      var carry: UInt64 = 0
      for index in words.indices {
        let word = words[index]
        words[index] = word << bits | carry
        carry = word >> (64 - bits)
      }
      if carry != 0 { words.append(carry) }
    }
    words.insert(contentsOf: repeatElement(0, count: wholeWords), at: 0)
  }

  package mutating func shiftRightOne() {
    var carry: UInt64 = 0
    for index in words.indices.reversed() {
      let word = words[index]
      words[index] = word >> 1 | carry << 63
      carry = word & 1
    }
    dropLeadingZeros()
  }

  /// Subtracts `other` if that leaves something ≥ 0; returns whether it did.
  package mutating func subtract(_ other: BigInteger) -> Bool {
    if isLess(than: other) { return false }
    var borrow: UInt64 = 0
    for index in words.indices {
      let subtrahend = index < other.words.count ? other.words[index] : 0
      let (first, isUnder) = words[index].subtractingReportingOverflow(subtrahend)
      let (second, isUnderToo) = first.subtractingReportingOverflow(borrow)
      words[index] = second
      borrow = isUnder || isUnderToo ? 1 : 0
    }
    dropLeadingZeros()
    return true
  }

  private func isLess(than other: BigInteger) -> Bool {
    if words.count != other.words.count { return words.count < other.words.count }
    for index in words.indices.reversed() where words[index] != other.words[index] {
      return words[index] < other.words[index]
    }
    return false
  }

  private mutating func dropLeadingZeros() {
    while words.last == 0 { words.removeLast() }
  }
}
