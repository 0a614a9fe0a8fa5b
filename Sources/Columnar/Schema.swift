/// A column's name, type and whether it may hold nulls.
///
/// Source: Arrow `format/Schema.fbs`, table `Field`.
public struct Field: Hashable, Sendable {
  public var name: String
  public var type: DataType
  public var isNullable: Bool

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
  public var fields: [Field]

  public init(_ fields: [Field]) {
    self.fields = fields
  }

  /// The position of the field called `name`, from 0.
  public func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }
}
