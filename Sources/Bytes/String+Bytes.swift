#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension String {
  /// This text; if it has more than `limit` bytes, its beginning and how much follows.
  package func shortened(to limit: Int) -> String {
    if utf8.count <= limit { return self }
    var end = utf8.index(startIndex, offsetBy: limit)
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    let rest = utf8.distance(from: end, to: endIndex)
    return "\(self[..<end])… and \(rest) more bytes"
  }

  /// Whether this text contains a replacement character, as a name that was not UTF-8 does.
  package var hasReplacement: Bool { unicodeScalars.contains("\u{FFFD}") }

  /// This text on one line and without commands for a terminal. Characters for which
  /// ``isUnprintable(_:)`` is true are written `\u{…}`.
  package var escapingControls: String { escapingControls(but: []) }

  /// Like ``escapingControls``, for a text of several lines; line feeds stay.
  package var escapingControlsInLines: String { escapingControls(but: ["\n"]) }

  private func escapingControls(but kept: [Unicode.Scalar]) -> String {
    replacingUnprintable { scalar in
      kept.contains(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// This text, which must be JSON, with the same meaning and without commands for a terminal.
  /// Outside of its strings, JSON contains no such command. Line feeds between its parts stay.
  package var escapingControlsInJSON: String {
    replacingUnprintable { scalar in
      if scalar == "\n" { return "\n" }
      return String(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }
  }

  private func replacingUnprintable(_ replacement: (Unicode.Scalar) -> String) -> String {
    // Nearly every text is printable ASCII.
    if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if Self.isUnprintable(scalar) {
        text.append(contentsOf: replacement(scalar).unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// Whether a terminal may obey the character instead of showing it, or may show other characters
  /// in another order or not at all because of it. These are controls (including ESC and the C1
  /// controls), line and paragraph separators, and invisible format characters such as those of
  /// writing direction. The two joiners are excluded: some scripts use them inside words.
  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
    default: false
    }
  }

  /// Whether the UTF-8 of this text is before that of `other`, byte by byte. Texts that Unicode and
  /// `==` treat as equal may differ in their bytes.
  package func precedesInBytes(_ other: String) -> Bool {
    var (one, two) = (self, other)
    return one.withUTF8 { one in
      two.withUTF8 { two in
        guard let left = one.baseAddress, let right = two.baseAddress else {
          return one.count < two.count
        }
        // SAFETY: both buffers live until their closures return, and have this many bytes at least.
        let order = unsafe memcmp(left, right, min(one.count, two.count))
        return order == 0 ? one.count < two.count : order < 0
      }
    }
  }
}

// Texts compared by their bytes. `==`, `hasPrefix`, `split` and similar functions work on
// characters. They treat texts that differ only in Unicode form as equal, and they join a combining
// mark with the character before it, even with a slash. Names, paths, columns and symbols with
// different bytes are different, so no source uses those functions for them (`SourceTextsTests`
// checks this). Comparing with a constant of lower-case ASCII is exact: no other text is
// canonically equal to one.
extension String {
  /// Whether both texts have the same UTF-8.
  package func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the UTF-8 of this text begins with that of `prefix`.
  package func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  /// Whether the UTF-8 of this text ends with that of `suffix`.
  package func ends(with suffix: String) -> Bool {
    utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// The part after `prefix`; nil if the text does not begin with it.
  package func dropping(prefix: String) -> String? {
    guard begins(with: prefix) else { return nil }
    return String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// The part before `suffix`; nil if the text does not end with it.
  package func dropping(suffix: String) -> String? {
    guard ends(with: suffix) else { return nil }
    return String(decoding: utf8.dropLast(suffix.utf8.count), as: UTF8.self)
  }

  /// The parts between the bytes `separator`, an ASCII character; empty parts are included.
  package func parts(separatedBy separator: Unicode.Scalar) -> [String] {
    utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the text begins as a URL does: `[A-Za-z][A-Za-z0-9+.-]*://`.
  package var isURL: Bool {
    guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")),
      utf8[colon...].starts(with: "://".utf8), let first = utf8.first, Self.isLetter(first)
    else { return false }
    return utf8[..<colon].allSatisfy { byte in
      Self.isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || "+.-".utf8.contains(byte)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
}

extension Span<UInt8> {
  /// The bytes as a text. Replacement characters stand for bytes that are not UTF-8.
  package var text: String {
    var bytes: [UInt8] = []
    for index in indices { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A text as the member of a set or the key of a dictionary; equality is by bytes.
package struct ExactText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (one: ExactText, other: ExactText) -> Bool {
    one.text.isSame(as: other.text)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { bytes in
      // SAFETY: the buffer lives until the closure returns.
      unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    // A byte that no UTF-8 contains, so that the ends of texts in a tuple are kept apart.
    hasher.combine(UInt8(0xFF))
  }
}
