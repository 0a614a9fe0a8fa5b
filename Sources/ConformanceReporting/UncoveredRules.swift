internal import BarLakeAdapterProtocol
internal import BarLakeBytes
internal import BarLakeConformanceKit
internal import BarLakeConformanceRunning

/// Why rules have no case, as the suite's folder says.
///
/// Source: `Conformance/uncovered.json` and `Conformance/unit-rules.json`.
struct UncoveredRules {
  private var reasons: [ExactText: String] = [:]

  /// A suite need not have the files: they decide no verdict.
  init(of suite: Suite) {
    for (id, value) in Self.members(of: "\(suite.folder)/uncovered.json") {
      if case .string(let text) = value { reasons[ExactText(id)] = text }
    }
    for (id, value) in Self.members(of: "\(suite.folder)/unit-rules.json") {
      guard case .array(let tests) = value else { continue }
      let names = tests.compactMap { if case .string(let name) = $0 { name } else { nil } }
      reasons[ExactText(id)] = "Tested inside the reference: \(names.joined(separator: "; "))."
    }
  }

  private static func members(of path: String) -> [String: JSONValue] {
    guard let bytes = try? FileSystem.read(path),
      case .object(let members)? = try? AdapterProtocol.message(JSONValue.self, from: bytes)
    else { return [:] }
    return members
  }

  func reason(of rule: Suite.Clause) -> String {
    reasons[ExactText(rule.id)] ?? (rule.isUnit ? "About the inside of an implementation." : "")
  }
}
