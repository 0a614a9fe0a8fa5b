internal import BarLakeCSV

/// What a header or an option calls a column, in the form in which names are compared: without
/// blanks around it and with ASCII letters in lower case.
///
/// Names are equal if their bytes are equal. Texts that only Unicode treats as equal are different
/// names. Source: `docs/spec.md`, CSV-8.
package struct ColumnName: Hashable, Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array(text.utf8).trimmingBlanks.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
