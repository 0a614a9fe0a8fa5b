/// A difference between the expected and the actual outcome of a case.
package struct Difference: Hashable, Sendable {
  /// The place: a step, a key of a result, or a file with row and column.
  package var place: String
  package var expected: String
  package var found: String
  /// The broken rule, if it is one about files; nil means the rules of the case.
  package var rule: String?
  /// Whom that rule binds.
  package var level = PhysicalCheck.Level.must
  /// The record of the input from which the place comes, if it is a row.
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

/// Identifies a record of an input by its content.
package struct RecordReference: Hashable, Sendable {
  /// The ticker.
  package var ticker: String
  /// The number of the record among those with this ticker, from 0.
  package var number: Int
}
