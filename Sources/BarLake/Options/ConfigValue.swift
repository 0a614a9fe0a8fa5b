internal import BarLakeBytes

/// A value of the published configuration dictionary, as in YAML and JSON.
public enum ConfigValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([ConfigValue])
  case dictionary([String: ConfigValue])
}

extension ConfigValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// ``null``.
  public init(nilLiteral: ()) { self = .null }
  /// ``bool(_:)``.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// ``int(_:)``.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// ``double(_:)``.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// ``string(_:)``.
  public init(stringLiteral value: String) { self = .string(value) }
  /// ``array(_:)``.
  public init(arrayLiteral elements: ConfigValue...) { self = .array(elements) }
  /// ``dictionary(_:)``; if a key occurs twice, the last value counts.
  public init(dictionaryLiteral elements: (String, ConfigValue)...) {
    self = .dictionary(Dictionary(elements) { _, last in last })
  }
}

extension ConfigValue: CustomStringConvertible {
  /// The value as text without quotes, for error messages.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): value
    case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
    case .dictionary(let values):
      "{"
        + values.sorted { $0.key.precedesInBytes($1.key) }.map { "\($0.key):\($0.value)" }
        .joined(separator: ",") + "}"
    }
  }
}
