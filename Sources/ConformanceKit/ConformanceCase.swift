package import BarLakeAdapterProtocol

/// One case of the suite: what it does to an implementation, and the expected outcome.
package struct ConformanceCase: Sendable {
  /// The id, `{area}.{slug}`, like the names of the folders. It is never changed and never used
  /// again.
  package var id: String
  /// The version of the suite that added the case.
  package var since: String
  package var level: Level
  package var title: String
  package var clauses: Clauses
  /// The features that an implementation must support for the case to apply.
  package var requires: [AdapterFeature]
  package var matrix: Matrix
  package var steps: [Step]
  /// The expected outcome of the last step, and the expected files at the end.
  package var expect: Expectation
  /// What is measured, in a case that has neither steps nor an expected outcome.
  package var budget: MemoryBudget?
  package var provenance: Provenance
  /// The path of the folder that contains the case, its inputs and its tables.
  package var folder = ""

  package enum Level: String, Codable, Sendable {
    case must
    case should
  }

  /// The ids of rules of the specification.
  package struct Clauses: Sendable {
    /// The rules that the case tests.
    package var asserts: [String]
    /// The rules that the case needs on the way.
    package var touches: [String]
  }

  /// The origin of the expected values.
  package struct Provenance: Sendable {
    package enum Origin: String, Decodable, Sendable {
      case hand
      case computed
      case external
    }

    package enum Oracle: String, Decodable, Sendable {
      case agrees
      case none
    }

    package var origin = Origin.hand
    package var oracle = Oracle.agrees
    package var note: String?
  }
}

extension ConformanceCase {
  /// The expectations of all steps.
  package var expectations: [Expectation] { steps.compactMap(\.expect) + [expect] }
}

extension ConformanceCase: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case id, since, level, title, clauses, requires, matrix, steps, expect, budget, provenance
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    since = try container.decode(String.self, forKey: .since)
    level = try container.decodeIfPresent(Level.self, forKey: .level) ?? .must
    title = try container.decode(String.self, forKey: .title)
    clauses = try container.decode(Clauses.self, forKey: .clauses)
    requires = try container.decode([AdapterFeature].self, forKey: .requires)
    matrix = try container.decodeIfPresent(Matrix.self, forKey: .matrix) ?? Matrix()
    budget = try container.decodeIfPresent(MemoryBudget.self, forKey: .budget)
    if budget != nil {
      guard !container.contains(.steps), !container.contains(.expect) else {
        throw DecodingError.dataCorruptedError(
          forKey: .budget, in: container, debugDescription: "a budget stands alone")
      }
      steps = []
      expect = Expectation(status: .success)
    } else {
      steps = try container.decode([Step].self, forKey: .steps)
      expect = try container.decode(Expectation.self, forKey: .expect)
    }
    provenance =
      try container.decodeIfPresent(Provenance.self, forKey: .provenance) ?? Provenance()
    for (index, expectation) in (steps.map(\.expect) + [expect]).enumerated() {
      let number = min(index + 1, steps.count)
      if let earlier = expectation?.unchangedSince, !(1..<number).contains(earlier) {
        throw DecodingError.dataCorruptedError(
          forKey: .steps, in: container,
          debugDescription: "step \(number) cannot look back on step \(earlier)")
      }
    }
    if budget != nil, permutations.count != 1 {
      throw DecodingError.dataCorruptedError(
        forKey: .matrix, in: container, debugDescription: "a budget has one permutation")
    }
    if steps.isEmpty, budget == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .steps, in: container, debugDescription: "a case has a step at least")
    }
  }
}

extension ConformanceCase.Clauses: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case asserts, touches }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    asserts = try container.decode([String].self, forKey: .asserts)
    touches = try container.decodeIfPresent([String].self, forKey: .touches) ?? []
  }
}

extension ConformanceCase.Provenance: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case origin = "class"
    case oracle, note
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    origin = try container.decodeIfPresent(Origin.self, forKey: .origin) ?? origin
    oracle = try container.decodeIfPresent(Oracle.self, forKey: .oracle) ?? oracle
    note = try container.decodeIfPresent(String.self, forKey: .note)
  }
}
