package import BarLakeAdapterProtocol
internal import BarLakeBytes

/// The outcome of a step.
package struct Outcome: Sendable {
  /// `success`, `skipped` or `error`, or any other text that the implementation sent.
  package var status: String
  package var result: [String: JSONValue]?
  package var error: ReportedError?
  package var batch: [[String: JSONValue]]?
  package var statistics: [String: JSONValue]?
  package var columns: [[String: JSONValue]]?
}

extension Expectation {
  /// The differences between the expectation and `outcome`; `place` names the step. Files are not
  /// compared.
  package func differences(from outcome: Outcome, at place: String) -> [Difference] {
    if status.rawValue != outcome.status {
      let expected = error.map { "\(status.rawValue), \($0.code)" } ?? status.rawValue
      let found = outcome.error.map { "\(outcome.status), \($0)" } ?? outcome.status
      return [Difference("\(place), status", expected: expected, found: found)]
    }
    var differences: [Difference] = []
    if let error, let found = outcome.error {
      differences += error.differences(from: found, at: "\(place), error")
    }
    if let result {
      let found = outcome.result ?? [:]
      differences += JSONValue.object(Expectation.compared(result, with: found)).differences(
        from: .object(found), at: "\(place), result")
    }
    if let statistics {
      differences += JSONValue.object(statistics).differences(
        from: .object(outcome.statistics ?? [:]), at: "\(place), statistics")
    }
    if let columns {
      let found = outcome.columns ?? []
      if found.count != columns.count {
        differences.append(
          Difference("\(place), columns", expected: columns.count, found: found.count))
      }
      for (index, pair) in zip(columns, found).enumerated() {
        let expected = JSONValue.object(["name": .string(pair.0[0]), "type": .string(pair.0[1])])
        differences += expected.differences(
          from: .object(pair.1), at: "\(place), column \(index + 1)")
      }
    }
    if let batch {
      let found = outcome.batch ?? []
      if found.count != batch.count {
        differences.append(
          Difference("\(place), results", expected: batch.count, found: found.count))
      }
      for (index, pair) in zip(batch, found).enumerated() {
        differences += JSONValue.object(pair.0).differences(
          from: .object(pair.1), at: "\(place), result \(index + 1)")
      }
    }
    return differences
  }

  /// The keys of `result`, except those that may have any value (`*`) and have one in `found`.
  private static func compared(
    _ result: [String: JSONValue], with found: [String: JSONValue]
  ) -> [String: JSONValue] {
    result.filter { key, value in value != .string("*") || (found[key] ?? .null) == .null }
  }
}

extension Expectation.ExpectedError {
  func differences(from found: ReportedError, at place: String) -> [Difference] {
    func shown(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func shown(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }
    let pairs: [(String, JSONValue, JSONValue)] = [
      ("line", shown(line), shown(found.line)),
      ("column", shown(column), shown(found.column)),
      ("token", shown(token), shown(found.token)),
      ("offset", shown(offset), shown(found.offset)),
    ]
    // Another error is told with its message: with `internal` there is nothing else to go by.
    let another =
      code.isSame(as: found.code)
      ? [] : [Difference("\(place).code", expected: code, found: found)]
    return another
      + pairs.flatMap { key, expected, found in
        expected.differences(from: found, at: "\(place).\(key)")
      }
  }
}
