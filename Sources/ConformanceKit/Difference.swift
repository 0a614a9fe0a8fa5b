/// What a case expected and what it found instead.
package struct Difference: Hashable, Sendable {
  /// Where: a step, a key of a result, a file and row and column.
  package var place: String
  package var expected: String
  package var found: String
  /// The rule that is broken, where it is one of files; else the case's rules are.
  package var rule: String?
  /// Who has to keep that rule.
  package var level = PhysicalCheck.Level.must
  /// The record of the input that the place comes from, where it is a row.
  package var record: RecordReference?

  package init(
    _ place: String, expected: some CustomStringConvertible, found: some CustomStringConvertible
  ) {
    self.place = place
    self.expected = expected.description
    self.found = found.description
  }

  init(_ finding: PhysicalCheck.Finding, at path: String) {
    place = "\(path), \(finding.place)"
    expected = finding.rule
    found = finding.problem
    rule = finding.rule
    level = finding.level
  }
}

extension Difference: CustomStringConvertible {
  package var description: String { "\(place): expected \(expected), found \(found)" }
}

/// A record of an input, by what stands in it.
package struct RecordReference: Hashable, Sendable {
  /// The ticker.
  package var ticker: String
  /// Which record of that ticker, from 0.
  package var number: Int
}
