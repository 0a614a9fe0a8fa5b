internal import BarLakeColumnar

/// The type of an extra column. A field of zero bytes is null in every type. A field of blanks is
/// null in every type except `string`. In number types, `NA`, `NULL` and `NaN` are null too.
public enum ExtraColumnType: String, CaseIterable, Codable, Sendable {
  /// `true` and `false` in any ASCII case, `1` and `0`.
  case bool
  /// Integers of 64 bits, in any decimal notation.
  case int64
  /// 64-bit floating point.
  case double
  /// Days, `YYYY-MM-DD`.
  case date
  /// Instants in the forms of `window_start`, stored in the profile's unit.
  case timestamp
  /// Text, unchanged.
  case string
}

/// A column of the flat files that is stored after the columns of the schema.
///
/// Source: `docs/spec.md`, CSV-9 and CONF-1.
public struct ExtraColumn: Hashable, Codable, Sendable {
  /// The name, without blanks around it and with ASCII letters in lower case.
  public var name: String
  /// The type of the values; a value that does not fit is `bad_number`.
  public var type: ExtraColumnType

  /// Makes a column. The name is normalised like names of the header.
  public init(name: String, type: ExtraColumnType) {
    self.name = name
    self.type = type
  }

  /// Whether type and name are equal; names are compared by their bytes.
  public static func == (left: ExtraColumn, right: ExtraColumn) -> Bool {
    left.type == right.type && left.name.utf8.elementsEqual(right.name.utf8)
  }

  /// Hashes the name by its bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    hasher.combine(Array(name.utf8))
  }
}

extension ExtraColumn {
  /// Parses a list `NAME:TYPE,…`. Names must differ from `ownNames`.
  ///
  /// - Throws: `invalid_argument`.
  static func parse(_ text: String, ownNames: Set<ColumnName>) throws(IngestError) -> [ExtraColumn]
  {
    if text.isEmpty { return [] }
    // Split by bytes, because a comma before a combining mark is a comma too.
    let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let pairs = parts.map { part in
      let colon = part.lastIndex(of: UInt8(ascii: ":")) ?? part.endIndex
      return (
        name: String(decoding: part[..<colon], as: UTF8.self),
        type: String(decoding: part[colon...].dropFirst(), as: UTF8.self)
      )
    }
    return try checked(pairs, text, ownNames)
  }

  /// Checks that types are known and that names differ from each other and from `ownNames`; `text`
  /// is the value in the configuration.
  static func checked(
    _ pairs: [(name: String, type: String)], _ text: String, _ ownNames: Set<ColumnName>
  ) throws(IngestError) -> [ExtraColumn] {
    var columns: [ExtraColumn] = []
    var takenNames = ownNames
    for (name, typeName) in pairs {
      let name = ColumnName(name)
      guard !name.text.isEmpty else { throw wrong(text, "a column has no name") }
      guard let type = ExtraColumnType(rawValue: typeName) else {
        let types = ExtraColumnType.allCases.map(\.rawValue).joined(separator: ", ")
        let found = typeName.isEmpty ? "no type" : "the type \(typeName)"
        throw wrong(text, "\(name.text) has \(found), and the types are \(types)")
      }
      guard !ownNames.contains(name) else {
        throw wrong(text, "\(name.text) is already a column of the lake or of a flat file")
      }
      guard takenNames.insert(name).inserted else {
        throw wrong(text, "\(name.text) occurs twice")
      }
      columns.append(ExtraColumn(name: name.text, type: type))
    }
    return columns
  }

  private static func wrong(_ text: String, _ problem: String) -> IngestError {
    IngestError(
      code: .invalidArgument, token: IngestError.printable(Array(text.utf8)),
      message: "extra_columns is NAME:TYPE,NAME:TYPE,…; in \(text) \(problem)")
  }

  /// Names that already have a meaning in a header or in the lake.
  static func ownNames(_ dataType: MarketDataType) -> Set<ColumnName> {
    let inHeader = BarColumn.recognised(for: dataType).flatMap(\.names)
    let inLake = Profile.allCases.flatMap { profile in
      MarketSchema.rawSchema(for: dataType, profile: profile).fields.map { ColumnName($0.name) }
    }
    return Set(inHeader + inLake + ["year", "month"].map { ColumnName($0) })
  }
}
