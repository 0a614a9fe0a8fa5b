internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// JSON in the form that BarLake writes: sorted keys, slashes not escaped, the same bytes for the
/// same value.
public enum JSON {
  /// `value` on one line. Every character that a terminal could obey is written `\uXXXX`.
  public static func line(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self).escapingControlsInJSON
  }

  /// `value` as the content of a file, with a line feed at the end.
  package static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Decodes `bytes`; nil if they are not a value of this type.
  package static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
    try? JSONDecoder().decode(type, from: Data(bytes))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
