import ArgumentParser
import BarLakeBytes
import BarLakeConformanceRunning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the suite is.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The suite's folder; by default $CONFORMANCE_SUITE, or Conformance here, or above the "
        + "command.",
      valueName: "dir"))
  var suite: String?

  @Option(
    help: ArgumentHelp(
      "Refuse a suite that has another digest, so that its cases stay the same.",
      valueName: "sha256"))
  var suiteDigest: String?

  /// The folder that is named by the option or the environment.
  var given: String? {
    let name = suite ?? ProcessInfo.processInfo.environment["CONFORMANCE_SUITE"]
    return name?.isEmpty == true ? nil : name
  }

  /// The suite's folder, absolute.
  func folder() throws -> String {
    if let given { return FileSystem.absolute(given) }
    for folder in [FileSystem.currentDirectory] + Self.parents(of: ProcessArguments.executable) {
      for name in ["Conformance", "share/barlake/Conformance"] {
        let path = "\(folder)/\(name)"
        if try FileSystem.status("\(path)/VERSION") != nil { return path }
      }
    }
    throw ValidationError(
      "There is no suite here; name its folder with --suite, or in CONFORMANCE_SUITE.")
  }

  func load() throws -> Suite {
    do {
      let suite = try Suite(folder: try folder())
      if let suiteDigest, !suiteDigest.isSame(as: suite.digest) {
        throw Refusal(
          "the suite \(suite.folder) has the digest \(suite.digest), and this was asked for: "
            + suiteDigest)
      }
      return suite
    } catch {
      throw ExitCode.suite(error)
    }
  }

  private static func parents(of path: String) -> [String] {
    let parts = path.parts(separatedBy: "/")
    return (1..<max(parts.count, 1)).reversed().map { parts[..<$0].joined(separator: "/") }
  }
}
