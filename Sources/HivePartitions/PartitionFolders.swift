internal import BarLakeBytes

/// The folders `{key}={value}` of a tree that is partitioned by one column, by their names.
///
/// Source: `docs/spec.md`, PART-4.
package struct PartitionFolders: Equatable, Sendable {
  /// The name of the column.
  package let key: String

  package init(key: String) {
    self.key = key
  }

  /// The name of the folder for a value, given by its UTF-8 bytes; nil if the value has no name.
  ///
  /// Every byte outside `[A-Z0-9._-]` is written `%HH`. So two names never differ by case alone or
  /// by Unicode form alone.
  package func name(of value: some Collection<UInt8>) -> String? {
    if value.elementsEqual(Self.readersNull) { return nil }
    let isDots = value.count <= 2 && value.allSatisfy { $0 == UInt8(ascii: ".") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(key.utf8.count + 1 + value.count)
    bytes.append(contentsOf: key.utf8)
    bytes.append(UInt8(ascii: "="))
    for byte in value {
      if !isDots, Self.isPlain(byte) {
        bytes.append(byte)
      } else {
        bytes.append(contentsOf: "%\(Hexadecimal.text([byte], uppercase: true))".utf8)
      }
    }
    return bytes.count <= Self.nameByteCountLimit ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The value of the folder `name`, in UTF-8; nil if no value has this name.
  package func value(of name: String) -> [UInt8]? {
    guard let value = name.dropping(prefix: "\(key)=") else { return nil }
    var decoded: [UInt8] = []
    var rest = value.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Self.hexadecimal),
        let low = rest.popFirst().flatMap(Self.hexadecimal)
      else { return nil }
      decoded.append(high << 4 | low)
    }
    // A value has exactly one name; otherwise two folders could hold one symbol.
    let isItsName = self.name(of: decoded)?.isSame(as: name) ?? false
    return !decoded.isEmpty && isItsName ? decoded : nil
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
  }

  /// A value of at most this many bytes has a name, whatever its bytes are.
  package var namedByteCount: Int {
    min((Self.nameByteCountLimit - key.utf8.count - 1) / 3, Self.readersNull.count - 1)
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
