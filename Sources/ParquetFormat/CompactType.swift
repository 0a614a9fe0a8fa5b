/// The type codes of the compact protocol.
///
/// Source: Apache Thrift `doc/specs/thrift-compact-protocol.md`, "Struct encoding".
package enum CompactType: UInt8, Sendable {
  /// A field with the value true; in lists, the type of all Boolean elements.
  case `true` = 1
  /// A field with the value false.
  case `false` = 2
  case i8 = 3
  case i16 = 4
  case i32 = 5
  case i64 = 6
  case double = 7
  case binary = 8
  case list = 9
  case set = 10
  case map = 11
  case structure = 12
  case uuid = 13

  /// The width of an integer type; nil for every other type.
  var integerBitWidth: Int? {
    switch self {
    case .i8: 8
    case .i16: 16
    case .i32: 32
    case .i64: 64
    default: nil
    }
  }
}
