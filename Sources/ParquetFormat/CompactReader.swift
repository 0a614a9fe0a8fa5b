/// Reads Thrift's compact protocol from bytes of unknown origin. Every length is checked against
/// the remaining bytes before it is used, and nothing here traps.
///
/// A field is skipped if its value has another type than the format requires, like a field that the
/// format does not define. Thrift's generated readers do the same. See ``fields(_:)``.
///
/// Source: Apache Thrift `doc/specs/thrift-compact-protocol.md`.
package struct CompactReader: Sendable {
  /// The id of a field, and the type of the value that comes next.
  package struct Field: Sendable {
    package var id: Int16
    package var type: CompactType
  }

  /// The deepest nesting of structures, lists and maps.
  private static let depthLimit = 32

  private let bytes: [UInt8]
  /// The position of the next byte, from the start of the given bytes.
  package private(set) var offset: Int
  private let end: Int
  private var depth = 0

  /// Reads the part `range` of `bytes`, as far as it exists.
  package init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    self.bytes = bytes
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    offset = range.lowerBound
    end = range.upperBound
  }

  package func error(_ reason: ThriftError.Reason) -> ThriftError {
    ThriftError(reason, offset: offset)
  }

  /// Returns `value`, or throws an error that names the missing required field and its structure.
  package func required<Value>(
    _ value: Value?, _ field: Int16, of structure: String
  ) throws(ThriftError) -> Value {
    guard let value else { throw error(.missingField(field, structure: structure)) }
    return value
  }

  // MARK: Structures

  /// Reads the fields of a structure to its end. `body` is called for each field; it reads the
  /// value or skips it. A value of another type than `body` asks for is skipped here. Such a field
  /// counts as absent, so it is missing if it is required.
  package mutating func fields(
    _ body: (inout CompactReader, Field) throws(ThriftError) -> Void
  ) throws(ThriftError) {
    try enter()
    var lastField: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { break }
      let type = try compactType(header & 0x0F)
      let id: Int16
      if header >> 4 == 0 {
        id = try number(Int16.self)
      } else {
        let (sum, overflow) = lastField.addingReportingOverflow(Int16(header >> 4))
        if overflow { throw error(.numberOutOfRange) }
        id = sum
      }
      lastField = id
      try readOrSkip(Field(id: id, type: type), body)
    }
    depth -= 1
  }

  /// Lets `body` read the value of a field; skips a value of another type.
  private mutating func readOrSkip(
    _ field: Field, _ body: (inout CompactReader, Field) throws(ThriftError) -> Void
  ) throws(ThriftError) {
    let (valueOffset, valueDepth) = (offset, depth)
    do throws(ThriftError) {
      try body(&self, field)
    } catch {
      // An error of a nested structure's own field does not get here: that field was skipped where
      // the structure was read.
      guard case .wrongType = error.reason else { throw error }
      (offset, depth) = (valueOffset, valueDepth)
      try skip(field)
    }
  }

  /// Skips the value of a field, whatever it is.
  package mutating func skip(_ field: Field) throws(ThriftError) {
    if field.type != .true && field.type != .false { try skip(field.type) }
  }

  // MARK: Values of fields

  package mutating func bool(_ field: Field) throws(ThriftError) -> Bool {
    switch field.type {
    case .true: true
    case .false: false
    default: throw error(.wrongType(field: field.id))
    }
  }

  /// An integer, stored in any of the protocol's integer types. If the stored type is wider than
  /// `type` and the value does not fit, the value has the wrong type.
  package mutating func integer<Value: FixedWidthInteger>(
    _ field: Field, _ type: Value.Type = Value.self
  ) throws(ThriftError) -> Value {
    guard let storedBitWidth = field.type.integerBitWidth else {
      throw error(.wrongType(field: field.id))
    }
    let stored =
      field.type == .i8 ? Int64(Int8(bitPattern: try byte())) : try number(Int64.self)
    guard let value = Value(exactly: stored) else {
      throw error(
        storedBitWidth > Value.bitWidth ? .wrongType(field: field.id) : .numberOutOfRange)
    }
    return value
  }

  package mutating func enumeration<Value: FormatEnumeration>(
    _ field: Field, _ type: Value.Type = Value.self
  ) throws(ThriftError) -> Value {
    Value(rawValue: try integer(field))
  }

  package mutating func binary(_ field: Field) throws(ThriftError) -> [UInt8] {
    try expect(.binary, field)
    return try binaryElement()
  }

  /// Text; malformed UTF-8 is repaired.
  package mutating func string(_ field: Field) throws(ThriftError) -> String {
    String(decoding: try binary(field), as: UTF8.self)
  }

  /// A nested structure, read by `body`.
  package mutating func structure<Value>(
    _ field: Field, _ body: (inout CompactReader) throws(ThriftError) -> Value
  ) throws(ThriftError) -> Value {
    try expect(.structure, field)
    return try body(&self)
  }

  /// A structure whose fields do not matter, as for members of unions.
  package mutating func emptyStructure(_ field: Field) throws(ThriftError) {
    try expect(.structure, field)
    try skip(field)
  }

  /// A list with elements of the type `type`; `body` reads each. For integers, any list type with
  /// the same stored form is accepted.
  package mutating func list<Element>(
    _ field: Field, of type: CompactType,
    _ body: (inout CompactReader) throws(ThriftError) -> Element
  ) throws(ThriftError) -> [Element] {
    try expect(.list, field)
    try enter()
    let (elementType, count) = try listHeader()
    let isBoolean = type == .true && elementType == .false
    let areVarints = Self.varints.contains(type) && Self.varints.contains(elementType)
    guard count == 0 || elementType == type || isBoolean || areVarints else {
      throw error(.wrongType(field: field.id))
    }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try body(&self)) }
    depth -= 1
    return elements
  }

  /// The types whose values are zigzag numbers of variable length.
  private static let varints: [CompactType] = [.i16, .i32, .i64]

  // MARK: Elements of lists

  package mutating func boolElement() throws(ThriftError) -> Bool {
    try byte() == CompactType.true.rawValue
  }

  package mutating func integerElement<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(ThriftError) -> Value {
    try number(type)
  }

  package mutating func binaryElement() throws(ThriftError) -> [UInt8] {
    let range = try take(try length())
    return Array(bytes[range])
  }

  // MARK: Parts

  private mutating func enter() throws(ThriftError) {
    depth += 1
    if depth > CompactReader.depthLimit { throw error(.tooDeep) }
  }

  private func expect(_ type: CompactType, _ field: Field) throws(ThriftError) {
    if field.type != type { throw error(.wrongType(field: field.id)) }
  }

  private mutating func skip(_ type: CompactType) throws(ThriftError) {
    switch type {
    case .true, .false, .i8: _ = try byte()
    case .i16, .i32, .i64: _ = try varint()
    case .double: _ = try take(8)
    case .uuid: _ = try take(16)
    case .binary: _ = try take(try length())
    case .structure:
      try fields { (reader, field) throws(ThriftError) in try reader.skip(field) }
    case .list, .set:
      try enter()
      let (elementType, count) = try listHeader()
      for _ in 0..<count { try skip(elementType) }
      depth -= 1
    case .map:
      try enter()
      let count = try length()
      if count > 0 {
        let types = try byte()
        let (key, value) = (try compactType(types >> 4), try compactType(types & 0x0F))
        for _ in 0..<count {
          try skip(key)
          try skip(value)
        }
      }
      depth -= 1
    }
  }

  /// The type and number of a list's elements. Each element takes at least one byte, so a count
  /// larger than the number of remaining bytes is refused here.
  private mutating func listHeader() throws(ThriftError) -> (CompactType, Int) {
    let header = try byte()
    let count = header >> 4 == 15 ? try length() : Int(header >> 4)
    if count > end - offset { throw error(.truncated) }
    // For an empty list the type has no meaning, and some writers write none.
    if count == 0 { return (.i8, 0) }
    return (try compactType(header & 0x0F), count)
  }

  private func compactType(_ code: UInt8) throws(ThriftError) -> CompactType {
    guard let type = CompactType(rawValue: code) else { throw error(.unknownType(code)) }
    return type
  }

  private mutating func byte() throws(ThriftError) -> UInt8 {
    guard offset < end else { throw error(.truncated) }
    offset += 1
    return bytes[offset - 1]
  }

  private mutating func take(_ byteCount: Int) throws(ThriftError) -> Range<Int> {
    guard byteCount <= end - offset else { throw error(.truncated) }
    offset += byteCount
    return offset - byteCount..<offset
  }

  /// A length or count that is at most the number of remaining bytes.
  private mutating func length() throws(ThriftError) -> Int {
    let value = try varint()
    guard value <= UInt64(end - offset) else { throw error(.truncated) }
    return Int(value)
  }

  /// A zigzag number that fits `type`.
  private mutating func number<Value: FixedWidthInteger>(
    _ type: Value.Type
  ) throws(ThriftError) -> Value {
    let bits = try varint()
    let value = Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    guard let narrow = Value(exactly: value) else { throw error(.numberOutOfRange) }
    return narrow
  }

  private mutating func varint() throws(ThriftError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let next = try byte()
      if shift == 63, next > 1 { break }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    throw error(.numberOutOfRange)
  }
}
