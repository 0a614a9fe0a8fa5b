internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Expands an input that is too large to be committed. It is written as repeated parts: a JSON
/// array of objects `{"text": …, "times": …}` in a file whose name ends in `.parts.json`.
package enum InputParts {
  private struct Part: Decodable {
    var text: String
    /// The number of repetitions, 1 by default.
    var times: Int

    private enum CodingKeys: String, CodingKey, CaseIterable { case text, times }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      text = try container.decode(String.self, forKey: .text)
      times = try container.decodeIfPresent(Int.self, forKey: .times) ?? 1
    }
  }

  /// The bytes of an input file. If its name ends in `.parts.json`, these are the expanded parts.
  package static func expanded(_ bytes: [UInt8], name: String) throws(SuiteError) -> [UInt8] {
    guard name.ends(with: ".parts.json") else { return bytes }
    do {
      let parts = try JSONDecoder().decode([Part].self, from: Data(bytes))
      var input: [UInt8] = []
      for part in parts {
        for number in 0..<part.times { input += numbered(part.text, number).utf8 }
      }
      return input
    } catch {
      throw SuiteError(path: name, problem: "\(error)")
    }
  }

  /// `text`, with the number of the repetition, from 0, in place of each `{n}`.
  static func numbered(_ text: String, _ number: Int) -> String {
    var pieces = text.parts(separatedBy: "{")
    for index in pieces.indices.dropFirst() {
      let rest = pieces[index]
      pieces[index] = rest.dropping(prefix: "n}").map { "\(number)\($0)" } ?? "{\(rest)"
    }
    return pieces.joined()
  }
}
