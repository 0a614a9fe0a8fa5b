internal import BarLakeBytes

/// The name and type of a column, and whether it may hold nulls.
///
/// Source: Arrow `format/Schema.fbs`, table `Field`.
public struct Field: Hashable, Sendable {
  /// The column's name.
  public var name: String
  /// The type of its values.
  public var type: DataType
  /// Whether rows may hold no value.
  public var isNullable: Bool

  /// Makes a field; by default it may hold nulls.
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

  /// Makes a schema of these fields.
  public init(_ fields: [Field]) {
    self.fields = fields
  }

  /// The position of the field named `name`, from 0.
  public func index(of name: String) -> Int? {
    fields.firstIndex { $0.name.isSame(as: name) }
  }

  /// Whether the columns are equal to those of `other`. Names are compared by their bytes.
  package func isSame(as other: Schema) -> Bool {
    self == other && fields.elementsEqual(other.fields) { $0.name.isSame(as: $1.name) }
  }
}
