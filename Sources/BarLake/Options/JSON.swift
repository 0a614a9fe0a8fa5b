internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// JSON as we write it: keys sorted, slashes as they are, nothing that differs between two runs.
public enum JSON {
  /// `value` on one line, in which everything that a terminal could obey is `\uXXXX`.
  public static func line(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self).escapingControlsInJSON
  }

  /// `value` as a file's content, ended by a line feed.
  static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// The value that `bytes` write, or nil if they do not write one of this type.
  static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
    try? JSONDecoder().decode(type, from: Data(bytes))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
