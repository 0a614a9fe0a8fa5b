internal import BarLake
internal import BarLakeBytes
internal import BarLakeCommandSupport

/// Warnings of a batch, so that what many dates have in common is said once.
///
/// Two warnings are alike if they differ in digits only, as in dates and counts.
///
/// Source: `docs/flat-files.md`, FLAT-9.
package struct RepeatedWarnings: Sendable {
  private struct Kind: Sendable {
    /// The text that was said.
    var first: String
    /// The date for which it was said; nil before the first date.
    var date: String?
    /// The other dates, each once, in order.
    var others: [String] = []
  }

  private var kinds: [ExactText: Kind] = [:]
  /// The keys of `kinds`, in the order in which they came.
  private var order: [ExactText] = []

  /// The most dates that a line names.
  private static let namedLimit = 3

  package init() {}

  /// Notes a warning, and returns whether it has to be said now: unless one that is alike was said
  /// for another date.
  package mutating func note(_ text: String, date: String?) -> Bool {
    let key = ExactText(Self.withoutNumbers(text))
    guard var kind = kinds[key] else {
      kinds[key] = Kind(first: text, date: date)
      order.append(key)
      return true
    }
    guard let date, date != kind.date else { return true }
    if kind.others.last != date {
      kind.others.append(date)
      kinds[key] = kind
    }
    return false
  }

  /// `text` with `0` in the place of each run of digits.
  private static func withoutNumbers(_ text: String) -> String {
    let zero = UInt8(ascii: "0")
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let masked = (0x30...0x39).contains(byte) ? zero : byte
      if masked != zero || bytes.last != zero { bytes.append(masked) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What was not said, as a line for each kind of warning.
  package var lines: [String] {
    order.compactMap { kinds[$0] }.filter { !$0.others.isEmpty }.map { kind in
      "\(Text.count(kind.others.count, "more date")) (\(kind.others.text(upTo: Self.namedLimit))), "
        + "as for \(kind.date ?? "the batch"): \(kind.first)"
    }
  }
}
