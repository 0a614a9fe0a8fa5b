/// The name of a column in a header or an option, in the form in which names are compared: without
/// blanks around it, and with ASCII letters in lower case.
///
/// Names are equal if their bytes are equal. Texts that only Unicode treats as equal are different
/// names. Source: `docs/spec.md`, CSV-8.
package struct ColumnName: Hashable, Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Blanks.trimmed(text.utf8[...]).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Spaces and tabs around a text.
package enum Blanks {
  /// `bytes` without spaces and tabs at its ends.
  package static func trimmed<Bytes: BidirectionalCollection<UInt8>>(
    _ bytes: Bytes
  ) -> Bytes.SubSequence {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let start = bytes.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return start }
    return start[...last]
  }
}
