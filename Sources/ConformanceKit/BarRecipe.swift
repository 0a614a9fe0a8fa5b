package import BarLakeBytes

/// A flat file of minute bars that is made of a few numbers, too large to be committed.
///
/// Everything is integer arithmetic, so a recipe gives the same bytes on every machine. A bar's
/// values come from a hash of its place; a price is a number of ten-thousandths of a dollar.
package struct BarRecipe: Equatable, Sendable {
  package enum Order: String, Decodable, Sendable {
    /// By ticker, then by time.
    case sorted
    /// Bars beside each other are of other tickers and times.
    case shuffled
  }

  package var seed: UInt64
  package var symbolCount: Int
  /// In the base, a file of 1 time.
  package var rowsPerSymbol: Int
  package var order: Order
  /// The length of the texts of the column `note`; without that column 0.
  package var noteByteCount: Int

  /// The columns of data files that a recipe has the values for.
  package static let columns = [
    "symbol", "date", "timestamp", "open", "high", "low", "close", "volume", "transactions", "note",
  ]

  /// The file with so many times the rows of the base, and as many symbols.
  package func file(times: Int) -> BarFile {
    BarFile(recipe: self, rowsPerSymbol: rowsPerSymbol * times)
  }

  /// A small file of the same shape, of a sixteenth of the base.
  package var warmUpFile: BarFile {
    BarFile(recipe: self, rowsPerSymbol: max(1, rowsPerSymbol / 16))
  }
}

extension BarRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case seed, symbols, order
    case rowsPerSymbol = "rows_per_symbol"
    case noteByteCount = "note_bytes"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    seed = try container.decode(UInt64.self, forKey: .seed)
    symbolCount = try container.decode(Int.self, forKey: .symbols)
    rowsPerSymbol = try container.decode(Int.self, forKey: .rowsPerSymbol)
    order = try container.decode(Order.self, forKey: .order)
    noteByteCount = try container.decodeIfPresent(Int.self, forKey: .noteByteCount) ?? 0
    guard (1...BarFile.symbolLimit).contains(symbolCount), (1...1_000_000).contains(rowsPerSymbol),
      (0...1_000_000).contains(noteByteCount)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .symbols, in: container, debugDescription: "the recipe is too large, or empty")
    }
  }
}

/// One bar of a recipe's file.
package struct RecipeBar: Equatable, Sendable {
  /// The number of its symbol, from 0.
  package var symbol: Int
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var microseconds: Int
  /// In ten-thousandths of a dollar.
  package var open: Int
  package var close: Int
  package var high: Int
  package var low: Int
  package var volume: Int
  package var transactions: Int
  /// What its note repeats.
  package var noteNumber: Int
}

/// One file of a recipe.
package struct BarFile: Equatable, Sendable {
  package let recipe: BarRecipe
  package let rowsPerSymbol: Int
  /// The step from one bar to the next in a shuffled file: it has no divisor in common with the
  /// number of rows, so each bar has its turn once. Fewer than 1,000 rows stay in order.
  private let stride: Int

  package init(recipe: BarRecipe, rowsPerSymbol: Int) {
    self.recipe = recipe
    self.rowsPerSymbol = rowsPerSymbol
    let rowCount = recipe.symbolCount * rowsPerSymbol
    func divisor(_ one: Int, _ other: Int) -> Int { other == 0 ? one : divisor(other, one % other) }
    var stride = max(1, rowCount / 1000 * 618) | 1
    while divisor(stride, rowCount) != 1 { stride += 2 }
    self.stride = stride
  }

  /// Four letters name a symbol.
  static let symbolLimit = 26 * 26 * 26 * 26
  /// 2024-01-02T00:00:00Z.
  static let dayStart = 1_704_153_600_000_000
  static let dayMicroseconds = 86_400_000_000

  package var rowCount: Int { recipe.symbolCount * rowsPerSymbol }

  /// Bar `row` of the file, from 0.
  package func bar(_ row: Int) -> RecipeBar {
    let place = recipe.order == .sorted ? row : (row * stride + rowCount / 3) % rowCount
    let (symbol, number) = place.quotientAndRemainder(dividingBy: rowsPerSymbol)
    let hash = Self.mixed(recipe.seed &+ UInt64(place) &* 0x9E37_79B9_7F4A_7C15)
    func part(_ shift: UInt64, _ count: UInt64) -> Int { Int((hash >> shift) % count) }
    let open = 10_000 + part(0, 9_000_000)
    let close = max(1, open - 5_000 + part(11, 10_001))
    return RecipeBar(
      symbol: symbol,
      microseconds: Self.dayStart + number * (Self.dayMicroseconds / rowsPerSymbol),
      open: open, close: close, high: max(open, close) + part(22, 3_000),
      low: max(1, min(open, close) - part(33, 3_000)), volume: 1 + part(5, 400_000),
      transactions: 1 + part(44, 5_000), noteNumber: place)
  }

  /// SplitMix64, which spreads numbers that follow each other over all bits.
  ///
  /// Source: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var bits = seed
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  /// The name of symbol `number`: four letters, in the order of the numbers.
  package static func ticker(_ number: Int) -> [UInt8] {
    var rest = number
    var letters: [UInt8] = []
    for _ in 0..<4 {
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest /= 26
    }
    return letters.reversed()
  }

  /// The text of the column `note`: the bar's number, again and again.
  package func note(_ bar: RecipeBar) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(recipe.noteByteCount)
    var word = Array("N".utf8)
    word.append(decimal: bar.noteNumber)
    while text.count < recipe.noteByteCount {
      text += word.prefix(recipe.noteByteCount - text.count)
    }
    return text
  }

  /// What was written: the length and digest of the file, before gzip.
  package struct Summary: Equatable, Sendable {
    package var byteCount: Int
    package var sha256: String
  }

  /// Writes the file to `path`, which must not exist; with gzip as members of a mebibyte each.
  package func write(to path: String, gzip: Bool) throws(SystemError) -> Summary {
    var file = try StagedFile(creating: path)
    var digest = SHA256Digest()
    var byteCount = 0
    var block: [UInt8] = []
    block.reserveCapacity(Self.blockByteCount + 4096 + recipe.noteByteCount)
    let header = "ticker,volume,open,close,high,low,window_start,transactions"
    block += (header + (recipe.noteByteCount > 0 ? ",note\n" : "\n")).utf8
    let tickers = (0..<recipe.symbolCount).map(Self.ticker)
    func flush() throws(SystemError) {
      digest.update(block.span)
      byteCount += block.count
      if gzip {
        try file.write(GzipDeflater.deflate(block).span)
      } else {
        try file.write(block.span)
      }
      block.removeAll(keepingCapacity: true)
    }
    for row in 0..<rowCount {
      append(bar(row), tickers, to: &block)
      if block.count >= Self.blockByteCount { try flush() }
    }
    try flush()
    try file.closeUnsynchronized()
    return Summary(byteCount: byteCount, sha256: digest.hexadecimal)
  }

  private static let blockByteCount = 1 << 20

  private func append(_ bar: RecipeBar, _ tickers: [[UInt8]], to block: inout [UInt8]) {
    let comma = UInt8(ascii: ",")
    block += tickers[bar.symbol]
    block.append(comma)
    block.append(decimal: bar.volume)
    for price in [bar.open, bar.close, bar.high, bar.low] {
      block.append(comma)
      block.append(price: price)
    }
    block.append(comma)
    block.append(decimal: bar.microseconds * 1000)
    block.append(comma)
    block.append(decimal: bar.transactions)
    if recipe.noteByteCount > 0 {
      block.append(comma)
      block += note(bar)
    }
    block.append(UInt8(ascii: "\n"))
  }
}

extension [UInt8] {
  /// Appends a number that is not negative.
  fileprivate mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Appends a number of ten-thousandths as the vendor prints it, without zeros at the end.
  fileprivate mutating func append(price: Int) {
    append(decimal: price / 10_000)
    var rest = price % 10_000
    if rest == 0 { return }
    append(UInt8(ascii: "."))
    var unit = 1_000
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
      unit /= 10
    }
  }
}
