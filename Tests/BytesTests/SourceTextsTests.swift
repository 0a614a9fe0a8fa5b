import Bytes
import TestSupport
import Testing

/// Names, paths, columns and symbols are compared and cut by their bytes: the sources hold none of the
/// calls that work on characters, but for those that are listed here with a reason.
@Suite struct SourceTextsTests {
  /// What works on the characters of a `String`.
  private static let calls = [
    #/\.hasPrefix\(/#, #/\.hasSuffix\(/#, #/\.(split|components)\((separator|separatedBy): "/#,
    #/\.(last|first)Index\(of: "/#, #/\.contains\("/#, #/\.(first|last) == "/#,
    #/\.(drop(First|Last)|prefix|suffix)\(\d+\)/#, #/Set<String>/#, #/\[String: /#,
    #/\b(path|name|column|symbol|ticker|directory|file)s?\)? [!=]= [a-z]/#,
    #/\.sorted\(\)/#,
  ]

  /// Where such a call may stand, by the text of its line, and why it is exact there.
  private static let allowed: [(path: String, text: String, reason: String)] = [
    ("Bytes/Platform.swift", "text.split(separator: \" \")", "the kernel's numbers"),
    ("Bytes/Platform.swift", "where line.hasPrefix(name)", "the kernel's ASCII names"),
  ]

  @Test func `the sources cut and compare texts by their bytes`() throws {
    var unused = Set(Self.allowed.indices)
    var found: [String] = []
    for path in try Repository.swiftFiles(below: "Sources") {
      let text = String(decoding: try Repository.read(path), as: UTF8.self)
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("//") { continue }
        guard Self.calls.contains(where: { line.contains($0) }) else { continue }
        let place = Self.allowed.firstIndex {
          path == "Sources/\($0.path)" && line.contains($0.text)
        }
        if let place {
          unused.remove(place)
        } else {
          found.append("\(path):\(number + 1) \(code)")
        }
      }
    }
    #expect(found == [])
    #expect(unused.map { Self.allowed[$0].text } == [], "what is allowed and not there")
  }
}
