/// What a case expected and what it found instead.
package struct Difference: Hashable, Sendable {
  /// Where: a step, a key of a result, a file and row and column.
  package var place: String
  package var expected: String
  package var found: String

  package init(
    _ place: String, expected: some CustomStringConvertible, found: some CustomStringConvertible
  ) {
    self.place = place
    self.expected = expected.description
    self.found = found.description
  }
}

extension Difference: CustomStringConvertible {
  package var description: String { "\(place): expected \(expected), found \(found)" }
}
