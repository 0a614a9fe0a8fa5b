internal import BarLakeBytes

/// Writes Thrift's compact protocol: fields by id, nested structures by closure. The fields of a
/// structure must be written in ascending order of their ids.
///
/// Source: Apache Thrift `doc/specs/thrift-compact-protocol.md`.
package struct CompactWriter: Sendable {
  /// The bytes written so far.
  package private(set) var bytes: [UInt8] = []
  /// The id of the structure's last field; the next id is stored as the difference from it.
  private var lastField: Int16 = 0

  package init() {}

  /// Forgets what was written and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    lastField = 0
  }

  /// The bytes of one structure; `body` writes its fields.
  package static func bytes(of body: (inout CompactWriter) -> Void) -> [UInt8] {
    var writer = CompactWriter()
    writer.element(body)
    return writer.bytes
  }

  package mutating func bool(field: Int16, _ value: Bool) {
    header(field, value ? .true : .false)
  }

  package mutating func i8(field: Int16, _ value: Int8) {
    header(field, .i8)
    bytes.append(UInt8(bitPattern: value))
  }

  package mutating func i16(field: Int16, _ value: Int16) {
    header(field, .i16)
    zigZag(Int64(value))
  }

  package mutating func i32(field: Int16, _ value: Int32) {
    header(field, .i32)
    zigZag(Int64(value))
  }

  package mutating func i64(field: Int16, _ value: Int64) {
    header(field, .i64)
    zigZag(value)
  }

  package mutating func enumeration(field: Int16, _ value: some FormatEnumeration) {
    i32(field: field, value.rawValue)
  }

  package mutating func binary(field: Int16, _ value: [UInt8]) {
    header(field, .binary)
    element(value)
  }

  package mutating func string(field: Int16, _ value: String) {
    header(field, .binary)
    element(value)
  }

  package mutating func structure(field: Int16, _ body: (inout CompactWriter) -> Void) {
    header(field, .structure)
    element(body)
  }

  /// Writes a list: `body` writes one element for each of `elements`, with an `element` function.
  package mutating func list<Element>(
    field: Int16, of type: CompactType, _ elements: [Element],
    _ body: (inout CompactWriter, Element) -> Void
  ) {
    header(field, .list)
    if elements.count < 15 {
      bytes.append(UInt8(elements.count) << 4 | type.rawValue)
    } else {
      bytes.append(0xF0 | type.rawValue)
      varint(UInt64(elements.count))
    }
    for value in elements { body(&self, value) }
  }

  /// An element of a list of structures.
  package mutating func element(_ body: (inout CompactWriter) -> Void) {
    let outerField = lastField
    lastField = 0
    body(&self)
    bytes.append(0)
    lastField = outerField
  }

  /// The first fields of a structure, which `other` has written.
  package mutating func fields(_ other: CompactWriter) {
    precondition(lastField == 0, "the first fields come before all others")
    bytes.append(contentsOf: other.bytes)
    lastField = other.lastField
  }

  /// An element of a list of structures, which was encoded before.
  package mutating func element(encoded: [UInt8]) {
    bytes.append(contentsOf: encoded)
  }

  /// An element of a list of byte strings.
  package mutating func element(_ value: [UInt8]) {
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// An element of a list of texts.
  package mutating func element(_ value: String) {
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  /// An element of a list of Booleans.
  package mutating func element(_ value: Bool) {
    bytes.append((value ? CompactType.true : .false).rawValue)
  }

  /// An element of a list of integers wider than 8 bits.
  package mutating func element(_ value: some FixedWidthInteger & SignedInteger) {
    zigZag(Int64(value))
  }

  private mutating func header(_ field: Int16, _ type: CompactType) {
    precondition(field > lastField, "fields are written in rising order")
    let delta = field - lastField
    if delta < 16 {
      bytes.append(UInt8(delta) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      zigZag(Int64(field))
    }
    lastField = field
  }

  private mutating func zigZag(_ value: Int64) {
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
