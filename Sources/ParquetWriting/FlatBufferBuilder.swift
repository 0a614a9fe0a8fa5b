/// Builds a FlatBuffer from its end to its start, so that everything is written before it is
/// referred to.
///
/// Source: FlatBuffers `docs/source/internals.md`.
package struct FlatBufferBuilder: ~Copyable {
  /// The position of a table, a text or a vector, in bytes before the end of the buffer.
  package struct Reference: Hashable, Sendable {
    fileprivate var position: Int
  }

  /// A table's field.
  package enum Value {
    case bool(Bool)
    case uint8(UInt8)
    case int16(Int16)
    case int32(Int32)
    case int64(Int64)
    case reference(Reference)
  }

  /// The bytes of the buffer in reverse order.
  private var reversed: [UInt8] = []

  package init() {}

  /// Adds a text.
  package mutating func text(_ text: String) -> Reference {
    let bytes = Array(text.utf8)
    align(to: 4, before: bytes.count + 1)
    reversed.append(0)
    reversed.append(contentsOf: bytes.reversed())
    put(UInt32(bytes.count))
    return Reference(position: reversed.count)
  }

  /// Adds a vector of references.
  package mutating func vector(_ elements: [Reference]) -> Reference {
    align(to: 4, before: 0)
    for element in elements.reversed() { put(distance(to: element)) }
    put(UInt32(elements.count))
    return Reference(position: reversed.count)
  }

  /// Adds a table. Each element of `fields` is at the position of its number in the schema; nil if
  /// absent.
  package mutating func table(_ fields: [Value?]) -> Reference {
    let end = reversed.count
    var positions: [Int?] = []
    for field in fields {
      if let field { put(field) }
      positions.append(field == nil ? nil : reversed.count)
    }
    align(to: 4, before: 0)
    // The distance to the virtual table, which directly precedes the table.
    let virtualTableByteCount = 4 + 2 * fields.count
    let padding = (4 - virtualTableByteCount % 4) % 4
    put(UInt32(virtualTableByteCount + padding))
    let start = reversed.count
    reversed.append(contentsOf: repeatElement(0, count: padding))
    for position in positions.reversed() { put(UInt16(position.map { start - $0 } ?? 0)) }
    put(UInt16(start - end))
    put(UInt16(virtualTableByteCount))
    return Reference(position: start)
  }

  /// The buffer with `root` as its root table; a multiple of eight bytes.
  package consuming func finish(_ root: Reference) -> [UInt8] {
    align(to: 8, before: 4)
    put(distance(to: root))
    return reversed.reversed()
  }

  private mutating func put(_ value: Value) {
    switch value {
    case .bool(let value): put(UInt8(value ? 1 : 0))
    case .uint8(let value): put(value)
    case .int16(let value): put(UInt16(bitPattern: value))
    case .int32(let value): put(UInt32(bitPattern: value))
    case .int64(let value): put(UInt64(bitPattern: value))
    case .reference(let reference):
      align(to: 4, before: 0)
      put(distance(to: reference))
    }
  }

  /// The stored form of a reference: it counts from the place of the next four bytes.
  private func distance(to reference: Reference) -> UInt32 {
    UInt32(reversed.count + 4 - reference.position)
  }

  private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    let byteCount = Number.bitWidth / 8
    align(to: byteCount, before: 0)
    for place in (0..<byteCount).reversed() {
      reversed.append(UInt8(truncatingIfNeeded: number >> Number(place * 8)))
    }
  }

  /// Adds zeros so that the buffer is aligned after `byteCount` more bytes.
  private mutating func align(to alignment: Int, before byteCount: Int) {
    while (reversed.count + byteCount) % alignment != 0 { reversed.append(0) }
  }
}
