package import BarLakeBytes

/// What documents may name to show that something is kept: a test as `Suite: sentence`, where the
/// suite is the file's name; a case as `case FOLDER`, below `Conformance/cases`; a file of this
/// repository by its path, or as `PATH: TEXT` with a text that stands in it.
package struct Evidence: Sendable {
  private let tests: Set<String>

  /// Reads the names of all tests of this package.
  package init() throws(SystemError) {
    var tests: Set<String> = []
    for path in try Repository.swiftFiles(below: "Tests") {
      let suite = path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
      let text = String(decoding: try Repository.read(path), as: UTF8.self)
      for match in text.matches(of: /func `([^`]+)`/) {
        tests.insert("\(suite): \(match.output.1)")
      }
    }
    self.tests = tests
  }

  /// Tests with a sentence for their name.
  package var testCount: Int { tests.count }

  /// Whether what `reference` names is there.
  package func has(_ reference: String) throws(SystemError) -> Bool {
    if tests.contains(reference) { return true }
    if reference.hasPrefix("case ") {
      return try Repository.has("Conformance/cases/\(reference.dropFirst(5))/case.json")
    }
    guard let colon = reference.firstRange(of: ": ") else { return try Repository.has(reference) }
    let path = String(reference[..<colon.lowerBound])
    guard try Repository.has(path) else { return false }
    let text = String(decoding: try Repository.read(path), as: UTF8.self)
    return text.contains(reference[colon.upperBound...])
  }
}
