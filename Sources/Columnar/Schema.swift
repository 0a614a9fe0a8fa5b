internal import BarLakeBytes

/// A column's name, type and whether it may hold nulls.
///
/// Source: Arrow `format/Schema.fbs`, table `Field`.
public struct Field: Hashable, Sendable {
  /// The column's name.
  public var name: String
  /// The type of its values.
  public var type: DataType
  /// Whether rows may hold no value.
  public var isNullable: Bool

  /// A field that may hold nulls, unless said otherwise.
  public init(_ name: String, _ type: DataType, isNullable: Bool = true) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
  }
}

/// The fields of a table, in order.
///
/// Source: Arrow `format/Schema.fbs`, table `Schema`.
public struct Schema: Hashable, Sendable {
  /// The fields, in order.
  public var fields: [Field]

  /// A table of these fields.
  public init(_ fields: [Field]) {
    self.fields = fields
  }

  /// The position of the field called `name`, from 0.
  public func index(of name: String) -> Int? {
    fields.firstIndex { $0.name.isSame(as: name) }
  }
}
