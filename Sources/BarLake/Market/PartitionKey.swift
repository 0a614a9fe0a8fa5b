internal import BarLakeBytes

/// The column whose value names the folder of a file, in a lake with one file per date and value.
///
/// Source: `docs/spec.md`, PART-3 and PART-4.
package struct PartitionKey: Equatable, Sendable {
  package let column: LakeColumn

  package var name: String { column.name }

  /// The key of a lake; nil if a date is one file.
  package init?(_ dataType: MarketDataType, _ partitioning: Partitioning) {
    guard partitioning == .symbol else { return nil }
    column = dataType.isOption ? .underlying : .symbol
  }

  /// The name of the folder for a value, given by its UTF-8 bytes; nil if the value has no name.
  ///
  /// Every byte outside `[A-Z0-9._-]` is written `%HH`. So two names never differ by case alone or
  /// by Unicode form alone.
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

  /// A value of at most this many bytes has a name, whatever its bytes are.
  package var namedByteCount: Int {
    min((Self.nameByteCountLimit - name.utf8.count - 1) / 3, Self.readersNull.count - 1)
  }

  /// The text that readers of partitioned lakes take for null (Hive's default partition).
  package static let readersNull = Array("__HIVE_DEFAULT_PARTITION__".utf8)
  /// The longest file name that common file systems allow, in bytes.
  package static let nameByteCountLimit = 255

  /// Whether the byte is written unchanged in a name.
  package static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
