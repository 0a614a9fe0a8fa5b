import BarLakeTestSupport
import Testing

/// What the targets of `Package.swift` depend on.
///
/// Source: `docs/architecture.md`, "Targets".
@Suite struct PackageTests {
  /// What a target names: other targets, and packages.
  private struct Named {
    var targets: Set<String>
    var packages: Set<String>
  }

  /// The targets of the manifest by their module names. Each begins with a line of four blanks, and
  /// its other lines have more.
  private static func targets(of manifest: String) -> [String: Named] {
    var blocks: [String] = []
    for line in manifest.split(separator: "\n") where line.hasPrefix("    ") {
      if line.hasPrefix("     "), let last = blocks.indices.last {
        blocks[last] += "\n" + line
      } else {
        blocks.append(String(line.dropFirst(4)))
      }
    }
    var targets: [String: Named] = [:]
    for block in blocks {
      let isLibrary = block.hasPrefix("library(")
      guard isLibrary || block.hasPrefix(".target(") || block.hasPrefix(".systemLibrary(") else {
        continue
      }
      let texts = block.matches(of: /"([^"]+)"/).map { String($0.output.1) }
      let module = block.firstMatch(of: /module: "(\w+)"/).map { String($0.output.1) }
      guard let name = module ?? texts.first.map({ isLibrary ? "BarLake\($0)" : $0 }) else {
        continue
      }
      targets[name] = Named(
        targets: Set(texts),
        packages: Set(block.matches(of: /package: "([^"]+)"/).map { String($0.output.1) }))
    }
    return targets
  }

  /// The packages that `roots` and all targets below them name.
  private static func packages(of roots: [String], _ targets: [String: Named]) -> Set<String> {
    var (seen, open, packages) = (Set<String>(), roots, Set<String>())
    while let name = open.popLast() {
      guard let target = targets[name], seen.insert(name).inserted else { continue }
      packages.formUnion(target.packages)
      open += target.targets
    }
    return packages
  }

  private static func targets() throws -> [String: Named] {
    targets(of: String(decoding: try Repository.read("Package.swift"), as: UTF8.self))
  }

  @Test(arguments: [
    "BarLake", "LakeInspection", "LakeMaintenance", "BarLakeArrowInterface", "BarLakeAdapter",
  ])
  func `who imports it builds no package for the network`(_ module: String) throws {
    let targets = try Self.targets()
    #expect(targets[module] != nil)
    #expect(Self.packages(of: [module], targets).subtracting(["swift-crypto", "swift-log"]) == [])
  }

  /// So that the check above is known to find what it looks for.
  @Test func `what FlatFiles needs is found`() throws {
    let packages = Self.packages(of: ["FlatFiles"], try Self.targets())
    #expect(packages.isSuperset(of: ["async-http-client", "swift-nio", "Yams", "swift-crypto"]))
    #expect(Self.packages(of: ["BarLakeBytes"], try Self.targets()) == ["swift-crypto"])
  }
}
