#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Messages between the suite and an adapter: one JSON object a line.
///
/// Source: `docs/adapter-protocol.md`.
package enum AdapterProtocol {
  package static let version = 1
  /// Bytes of the longest reply, without its LF.
  package static let replyByteLimit = 16 << 20

  /// `message` as a line, with its LF. Keys are sorted, so that equal messages are equal lines.
  package static func line(_ message: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(message)) + [UInt8(ascii: "\n")]
  }

  /// The message on a line, which may have its LF.
  package static func message<Message: Decodable>(
    _ type: Message.Type, from line: some Sequence<UInt8>
  ) throws(MalformedJSON) -> Message {
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch {
      throw MalformedJSON(error)
    }
  }
}
