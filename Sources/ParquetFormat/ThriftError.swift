/// Why bytes are not a valid Thrift structure.
package struct ThriftError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The bytes end inside a value, or a length exceeds them.
    case truncated
    /// A number does not fit its type.
    case numberOutOfRange
    /// The protocol does not define the type code.
    case unknownType(UInt8)
    /// A known field holds a value of another type; ``CompactReader/fields(_:)`` skips it.
    case wrongType(field: Int16)
    /// Structures and lists are nested too deeply.
    case tooDeep
    /// A required field is missing; `structure` is its name in `parquet.thrift`.
    case missingField(Int16, structure: String)
  }

  package var reason: Reason
  /// Where reading stopped, in bytes from the start of the given bytes.
  package var offset: Int

  package init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension ThriftError: CustomStringConvertible {
  package var description: String {
    let text =
      switch reason {
      case .truncated: "the bytes end too early"
      case .numberOutOfRange: "a number does not fit its type"
      case .unknownType(let code): "type code \(code) does not exist"
      case .wrongType(let field): "field \(field) has another type"
      case .tooDeep: "structures are nested too deeply"
      case .missingField(let field, let structure): "\(structure) lacks field \(field)"
      }
    return "Thrift, byte \(offset): \(text)"
  }
}
