internal import BarLakeAdapterProtocol
internal import BarLakeBytes
package import BarLakeConformanceKit

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A suite on the disk: cases, claims, and the rules that they are about.
///
/// Source: `docs/conformance.md`, "The suite's folder".
package struct Suite: Sendable {
  /// A rule of the specification.
  package struct Clause: Decodable, Sendable {
    package var id: String
    package var level: String
    /// `unit`, `ref`.
    package var marks: [String]
    /// The rule's sentences.
    package var text: String
  }

  package let folder: String
  /// The version of the suite, which is that of the specification.
  package let version: String
  /// The SHA-256 of everything that decides a verdict: results of suites with other digests cannot
  /// be compared.
  package let digest: String
  package let cases: [ConformanceCase]
  package let claims: [Claim]
  package let clauses: [String: Clause]

  package init(folder: String) throws(SuiteError) {
    let text = String(decoding: try Self.read("\(folder)/VERSION"), as: UTF8.self)
    let version = String(text.prefix { $0 != "\n" })
    guard Self.isKnown(version) else {
      throw SuiteError(
        path: "\(folder)/VERSION",
        problem: "the suite's version is \(version), and this command judges by suites from "
          + "\(Self.newest.major).0 to \(Self.newest.major).\(Self.newest.minor)")
    }
    let cases = try ConformanceSuite.load("\(folder)/cases")
    let claims = try Claim.load("\(folder)/claims")
    let clauses = try Self.clauses("\(folder)/clauses.json")
    let rules = Set(clauses.map { ExactText($0.id) })
    for loaded in cases {
      let named = loaded.clauses.asserts + loaded.clauses.touches
      if let rule = named.first(where: { !rules.contains(ExactText($0)) }) {
        throw SuiteError(path: "\(loaded.folder)/case.json", problem: "there is no rule \(rule)")
      }
    }
    let digest = try Self.digest(of: folder)
    self.folder = folder
    self.version = version
    self.cases = cases
    self.claims = claims
    self.clauses = Dictionary(clauses.map { ($0.id, $0) }) { first, _ in first }
    self.digest = digest
  }

  /// The newest suite that this judge understands: later ones may ask for what it does not look at.
  package static let newest = (major: 1, minor: 1)

  private static func isKnown(_ version: String) -> Bool {
    let numbers = version.parts(separatedBy: ".").map { Int($0) }
    guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], numbers[2] != nil
    else { return false }
    return major == newest.major && (0...newest.minor).contains(minor)
  }

  /// The claims that have a run of the case.
  package func claims(of conformanceCase: ConformanceCase) -> [Claim] {
    let needs = conformanceCase.permutations.map { conformanceCase.requirements(of: $0) }
    return claims.filter { claim in needs.contains { $0.isSubset(of: claim.features) } }
  }

  /// The rule of this id; of `CONF-1` all of that section, in the order of their numbers.
  package func rules(named id: String) -> [Clause] {
    if let clause = clauses[id] { return [clause] }
    func number(_ clause: Clause) -> Int {
      clause.id.dropping(prefix: "\(id).").flatMap { Int($0) } ?? 0
    }
    return clauses.values.filter { $0.id.begins(with: "\(id).") }
      .sorted { number($0) < number($1) }
  }

  private static func clauses(_ path: String) throws(SuiteError) -> [Clause] {
    let bytes = try read(path)
    do {
      return try JSONDecoder().decode([Clause].self, from: Data(bytes))
    } catch {
      throw SuiteError(path: path, problem: MalformedJSON(error).description)
    }
  }

  /// The case of this id.
  package func conformanceCase(_ id: String) -> ConformanceCase? {
    cases.first { $0.id.isSame(as: id) }
  }

  /// The digest of the lines `SHA-256  path` of all files, sorted by path.
  private static func digest(of folder: String) throws(SuiteError) -> String {
    var lines: [UInt8] = []
    for path in try files(in: folder, ["VERSION", "cases", "claims", "clauses.json"]) {
      let bytes = try read("\(folder)/\(path)")
      let digest = SHA256Digest.of(bytes.span)
      lines += "\(digest.hexadecimal)  \(path)\n".utf8
    }
    return SHA256Digest.of(lines.span).hexadecimal
  }

  private static func files(
    in folder: String, _ names: [String], below parent: String = ""
  ) throws(SuiteError) -> [String] {
    var files: [String] = []
    for name in names.sorted(by: { $0.precedesInBytes($1) }) {
      let path = parent + name
      let entry = try SuiteError.wrap { () throws(SystemError) in
        try FileSystem.status("\(folder)/\(path)")
      }
      if entry?.kind == .directory {
        let names = try SuiteError.wrap { () throws(SystemError) in
          try FileSystem.names(in: "\(folder)/\(path)")
        }
        files += try Self.files(in: folder, names, below: "\(path)/")
      } else if entry?.kind == .regular {
        files.append(path)
      }
    }
    return files
  }

  private static func read(_ path: String) throws(SuiteError) -> [UInt8] {
    try SuiteError.wrap { () throws(SystemError) in try FileSystem.read(path) }
  }
}
