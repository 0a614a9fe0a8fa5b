internal import BarLakeBytes

/// The column whose value names the directory of a file, where a date has a file for each.
///
/// Source: `docs/spec.md`, PART-3 and PART-4.
package struct PartitionKey: Equatable, Sendable {
  package let column: LakeColumn

  package var name: String { column.name }

  /// The key of a lake; nil where a date is one file.
  package init?(_ dataType: MarketDataType, _ partitioning: Partitioning) {
    guard partitioning == .symbol else { return nil }
    column = dataType.isOption ? .underlying : .symbol
  }

  /// The name of the directory for a value, given by its UTF-8 bytes; nil if there is none.
  ///
  /// Every byte outside `[A-Z0-9._-]` is written `%HH`, so that two names differ by more than case
  /// and by more than Unicode form.
  package func directoryName(_ value: some Collection<UInt8>) -> String? {
    if value.elementsEqual(Self.readersNull) { return nil }
    let isDots = value.count <= 2 && value.allSatisfy { $0 == UInt8(ascii: ".") }
    var bytes = Array("\(name)=".utf8)
    for byte in value {
      if !isDots, Self.isPlain(byte) {
        bytes.append(byte)
      } else {
        bytes.append(contentsOf: "%\(Hexadecimal.text([byte], uppercase: true))".utf8)
      }
    }
    return bytes.count <= Self.nameByteCountLimit ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Bytes of a value up to which it has a name whatever they are.
  package var namedByteCount: Int {
    min((Self.nameByteCountLimit - name.utf8.count - 1) / 3, Self.readersNull.count - 1)
  }

  /// What readers of partitioned lakes take for null (Hive's default partition).
  package static let readersNull = Array("__HIVE_DEFAULT_PARTITION__".utf8)
  /// Bytes of a file name on the file systems in use.
  package static let nameByteCountLimit = 255

  /// Whether a name has the byte as it is.
  package static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
