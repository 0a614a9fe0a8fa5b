import BarLakeBytes
import BarLakeTestSupport
import Testing

/// What users of the library see is described.
@Suite struct DocumentationTests {
  /// The targets of the library products that users import.
  private static let targets = [
    "ArrowInterface", "BarLake", "Bytes", "Columnar", "FlatFiles", "LakeInspection",
    "LakeMaintenance",
  ]

  /// Public declarations without a comment directly above, attributes aside, as `file:line text`.
  private static func undescribed(in path: String) throws -> [String] {
    let text = String(decoding: try Repository.read(path), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let declaration =
      #/
      public\ (?:(?:static|final|mutating|consuming|convenience|indirect)\ )*
      (?:(?:internal|private|package)\(set\)\ )?
      (?:actor|class|enum|func|init|let|protocol|struct|subscript|typealias|var)\b.*
      /#
    return lines.indices.compactMap { index in
      let line = lines[index].drop { $0 == " " }
      guard line.hasPrefix("public "), line.wholeMatch(of: declaration) != nil else { return nil }
      let above = lines[..<index].lazy.map { $0.drop { $0 == " " } }.last { !$0.hasPrefix("@") }
      return above?.hasPrefix("///") == true ? nil : "\(path):\(index + 1) \(lines[index])"
    }
  }

  @Test(arguments: targets)
  func `every public declaration has a comment`(_ target: String) throws {
    let files = try Repository.swiftFiles(below: "Sources/\(target)")
    #expect(!files.isEmpty)
    for file in files { #expect(try Self.undescribed(in: file) == []) }
  }

  /// Links of the form ``Type`` and ``Type/member``, of which the type must be one of the module.
  @Test func `the articles name types that exist`() throws {
    let folder = "Sources/BarLake/BarLake.docc"
    let source = try Self.targets.flatMap { target in
      try Repository.swiftFiles(below: "Sources/\(target)")
        .map { String(decoding: try Repository.read($0), as: UTF8.self) }
    }.joined()
    for article in try FileSystem.names(in: "\(Repository.root)/\(folder)") {
      let text = String(decoding: try Repository.read("\(folder)/\(article)"), as: UTF8.self)
      let links = text.matches(of: /``([A-Za-z]+)(\/[^`]+)?``/)
      #expect(!links.isEmpty)
      for link in links where link.output.1 != "BarLake" {
        let name = String(link.output.1)
        #expect(
          source.contains("public struct \(name)") || source.contains("class \(name)")
            || source.contains("public enum \(name)") || source.contains("public protocol \(name)"),
          "\(article): \(name)")
      }
    }
  }
}
