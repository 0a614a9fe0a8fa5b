/// Content that is the same in every run.
package enum Content {
  /// Bytes that do not compress.
  package static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      var word = generator.next()
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// A day of minute bars as CSV: so many bars for each of so many symbols, sorted as the vendor's
  /// files are.
  package static func minuteBars(symbolCount: Int, barCount: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var text = "ticker,volume,open,close,high,low,window_start,transactions\n"
    // 2024-01-02 09:30 in New York.
    let start = 1_704_205_800
    for symbol in 0..<symbolCount {
      let ticker = "K" + String(symbol, radix: 26).uppercased()
      for bar in 0..<barCount {
        let low = Int.random(in: 1_000..<90_000, using: &generator)
        let high = low + Int.random(in: 1..<500, using: &generator)
        let volume = Int.random(in: 1..<100_000, using: &generator)
        let instant = (start + bar * 60) * 1_000_000_000
        let prices = [low, high, high, low].map { "\($0 / 100).\($0 % 100 / 10)\($0 % 10)" }
        text +=
          "\(ticker),\(volume),\(prices.joined(separator: ",")),\(instant),\(volume / 7 + 1)\n"
      }
    }
    return Array(text.utf8)
  }
}
