#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension String {
  /// Whether a replacement character is in this text, as in a name that was not UTF-8.
  package var hasReplacement: Bool { unicodeScalars.contains("\u{FFFD}") }

  /// This text on one line and without commands for a terminal: control characters are `\u{…}`.
  package var escapingControls: String {
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.properties.generalCategory == .control {
        line.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        line.append(scalar)
      }
    }
    return String(line)
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
