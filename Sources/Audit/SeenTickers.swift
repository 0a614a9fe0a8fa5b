internal import BarLakeBytes

/// The tickers of an input so far. Each has a number, from 0 in the order of first appearance.
///
/// Texts are kept and compared, so two tickers are never confused. If a ticker is longer than any
/// real one, its SHA-256 is kept instead: tickers may be a mebibyte long, and memory must not grow
/// with their length.
///
/// A vendor writes tickers in the order of their bytes, or nearly so: `O:ApB…` before `O:AAP…`.
/// So the tickers form a few ascending sequences. A ticker is searched only in sequences whose ends
/// enclose it, and mostly there is none. For input in any other order a hash table is made.
package struct SeenTickers: Sendable {
  /// A ticker of at most this many bytes is kept as it is.
  private static let keptByteCount = 64
  /// The first byte before a digest; no UTF-8 text begins with it.
  private static let digestMark: UInt8 = 0xFF

  /// The largest number of ascending sequences; beyond it the table is made.
  private static let sequenceLimit = 64

  private var bytes: [UInt8] = []
  /// Where each ticker ends in `bytes`.
  private var ends: [Int] = []
  /// The first ticker of each ascending sequence, while there is no table.
  private var sequenceStarts: [Int] = []
  /// The last ticker in the order of bytes, while there is no table.
  private var greatest = 0
  /// Nil as long as tickers come nearly in order.
  private var table: TextTable?

  package init() {}

  /// Bytes held for the tickers so far, including free room.
  package var heldByteCount: Int {
    bytes.capacity + ends.capacity * MemoryLayout<Int>.stride
      + (table?.heldByteCount ?? 0)
  }

  /// The number of the text `range` of `text`, and whether the ticker is new.
  package mutating func number(
    of text: Span<UInt8>, _ range: Range<Int>
  ) -> (number: Int, isNew: Bool) {
    guard range.count > Self.keptByteCount else { return keptNumber(of: text, range) }
    let key = [Self.digestMark] + SHA256Digest.of(text.extracting(range)).bytes
    return keptNumber(of: key.span, key.indices)
  }

  private mutating func keptNumber(
    of text: Span<UInt8>, _ range: Range<Int>
  ) -> (number: Int, isNew: Bool) {
    if table == nil {
      if let found = orderedNumber(of: text, range) { return found }
      table = makeTable()
      sequenceStarts = []
    }
    let hash = TextBytes.hash(text, range)
    let known = table?.number(hash: hash) { number in
      TextBytes.areEqual(text, range, bytes.span, self.range(number))
    }
    if let known { return (known, false) }
    table?.append(hash: hash)
    return (append(text, range), true)
  }

  /// The number while there is no table; nil for a new ticker that would make too many sequences.
  private mutating func orderedNumber(
    of text: Span<UInt8>, _ range: Range<Int>
  ) -> (number: Int, isNew: Bool)? {
    let isFirst = ends.isEmpty
    let orderToLast = isFirst ? -1 : order(of: text, range, comparedWith: ends.count - 1)
    if orderToLast == 0 { return (ends.count - 1, false) }
    let orderToGreatest =
      isFirst || greatest == ends.count - 1
      ? orderToLast : order(of: text, range, comparedWith: greatest)
    if !isFirst, orderToGreatest <= 0, let number = numberInSequences(of: text, range) {
      return (number, false)
    }
    if orderToLast < 0 {
      if sequenceStarts.count == Self.sequenceLimit { return nil }
      sequenceStarts.append(ends.count)
    }
    if isFirst || orderToGreatest > 0 { greatest = ends.count }
    return (append(text, range), true)
  }

  /// The number of a known ticker, found in the ascending sequences; nil if the ticker is new.
  private func numberInSequences(of text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var end = ends.count
    for start in sequenceStarts.reversed() {
      defer { end = start }
      if order(of: text, range, comparedWith: end - 1) > 0
        || order(of: text, range, comparedWith: start) < 0
      {
        continue
      }
      // The first ticker of the sequence that is not before this one.
      var (low, high) = (start, end - 1)
      while low < high {
        let middle = (low + high) / 2
        if order(of: text, range, comparedWith: middle) > 0 {
          low = middle + 1
        } else {
          high = middle
        }
      }
      if order(of: text, range, comparedWith: low) == 0 { return low }
    }
    return nil
  }

  private mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    bytes.append(copying: text.extracting(range))
    ends.append(bytes.count)
    return ends.count - 1
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// -1, 0 or 1: whether the bytes of `range` are before, equal to, or after those of a ticker.
  private func order(
    of text: Span<UInt8>, _ range: Range<Int>, comparedWith number: Int
  ) -> Int {
    TextBytes.order(text, range, bytes.span, self.range(number))
  }

  /// A table that knows the tickers so far.
  private func makeTable() -> TextTable {
    var table = TextTable(count: ends.count)
    let bytes = self.bytes.span
    for number in 0..<ends.count { table.append(hash: TextBytes.hash(bytes, range(number))) }
    return table
  }
}
