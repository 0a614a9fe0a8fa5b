#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension String {
  /// Whether a replacement character is in this text, as in a name that was not UTF-8.
  package var hasReplacement: Bool { unicodeScalars.contains("\u{FFFD}") }

  /// This text on one line and without commands for a terminal: what ``isUnprintable(_:)`` says of
  /// a character is `\u{…}`.
  package var escapingControls: String { escapingControls(but: []) }

  /// As ``escapingControls``, for a text of several lines, whose line feeds stay.
  package var escapingControlsInLines: String { escapingControls(but: ["\n"]) }

  private func escapingControls(but kept: [Unicode.Scalar]) -> String {
    replacingUnprintable { scalar in
      kept.contains(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// This text, which is JSON, with the same meaning and without commands for a terminal. Outside
  /// of its strings JSON has nothing that could be one; line feeds that lay it out stay.
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
    // Nearly every text is of printable ASCII.
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

  /// Whether a terminal may obey the character instead of showing it, or show others in another
  /// order or not at all because of it: controls (ESC, and the C1 controls, with them), the ends of
  /// lines and paragraphs, and invisible format characters, such as those of writing direction. The
  /// two joiners are part of words of some scripts.
  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
    default: false
    }
  }

  /// Whether the UTF-8 of this text stands before that of `other`, byte by byte. Texts that Unicode
  /// takes for the same, and `==` with it, may still differ in their bytes.
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
