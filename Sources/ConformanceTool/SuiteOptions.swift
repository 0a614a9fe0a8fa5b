import ArgumentParser
import BarLakeBytes
import BarLakeConformanceRunning

/// Where the suite is.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The suite's folder; by default Conformance here, or above the command.",
      valueName: "dir"))
  var suite: String?

  /// The suite's folder, absolute.
  func folder() throws -> String {
    if let suite { return Self.absolute(suite) }
    for folder in [FileSystem.currentDirectory] + Self.parents(of: ProcessArguments.executable) {
      for name in ["Conformance", "share/barlake/Conformance"] {
        let path = "\(folder)/\(name)"
        if try FileSystem.status("\(path)/VERSION") != nil { return path }
      }
    }
    throw ValidationError("There is no suite here; name its folder with --suite.")
  }

  func load() throws -> Suite {
    do {
      return try Suite(folder: try folder())
    } catch {
      throw ExitCode.suite(error)
    }
  }

  static func absolute(_ path: String) -> String {
    path.begins(with: "/") ? path : "\(FileSystem.currentDirectory)/\(path)"
  }

  private static func parents(of path: String) -> [String] {
    let parts = path.parts(separatedBy: "/")
    return (1..<max(parts.count, 1)).reversed().map { parts[..<$0].joined(separator: "/") }
  }
}
