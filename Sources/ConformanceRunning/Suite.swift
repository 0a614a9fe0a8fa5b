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
    let cases = try ConformanceSuite.load("\(folder)/cases")
    let claims = try Claim.load("\(folder)/claims")
    let clauses = try Self.clauses("\(folder)/clauses.json")
    let digest = try Self.digest(of: folder)
    self.folder = folder
    version = String(text.prefix { $0 != "\n" })
    self.cases = cases
    self.claims = claims
    self.clauses = Dictionary(clauses.map { ($0.id, $0) }) { first, _ in first }
    self.digest = digest
  }

  private static func clauses(_ path: String) throws(SuiteError) -> [Clause] {
    let bytes = try read(path)
    do {
      return try JSONDecoder().decode([Clause].self, from: Data(bytes))
    } catch {
      throw SuiteError(path: path, problem: "\(error)")
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
