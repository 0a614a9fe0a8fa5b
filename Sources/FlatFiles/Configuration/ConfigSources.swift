internal import BarLake
internal import BarLakeBytes

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What a configuration is made of: files, environment variables, arguments and defaults.
///
/// Source: `docs/flat-files.md`, FLAT-1.
struct ConfigSources: Sendable {
  /// Files by their names; nil for one that is not there.
  let paths: ConfigTree?
  let pipeline: ConfigTree?
  let systemProfile: ConfigTree?
  let credentials: ConfigTree?
  let files: [ConfigLoader.File]
  let arguments: ConfigArguments
  private let variables: [String: String]

  /// Reads the files of the folder `configDir`.
  init(
    configDir: String, arguments: ConfigArguments, variables: [String: String]?
  ) throws(ConfigError) {
    func path(_ name: String) -> String { configDir.isEmpty ? name : "\(configDir)/\(name)" }
    let names = ["paths", "pipeline_config", "system_profile", "credentials"].map { "\($0).yaml" }
    var trees: [ConfigTree?] = []
    for name in names {
      trees.append(try ConfigFile.read(path(name), isSecret: name == "credentials.yaml"))
    }
    paths = trees[0]
    pipeline = trees[1]
    systemProfile = trees[2]
    credentials = trees[3]
    files = zip(names, trees).map { ConfigLoader.File(path: path($0), isThere: $1 != nil) }
    self.arguments = arguments
    self.variables = variables ?? ProcessInfo.processInfo.environment
  }

  /// The value of an environment variable; nil if it is not set or empty.
  func variable(_ name: String) -> ConfigTree.Leaf? {
    guard let text = variables[name], !text.isEmpty else { return nil }
    return ConfigTree.Leaf(keys: [], value: .string(text), origin: .environment(name))
  }

  /// Where `paths.yaml` is, or should be.
  var pathsFile: String { files[0].path }

  /// Where `credentials.yaml` is, or should be.
  var credentialsFile: String { files[3].path }
}

/// The arguments of a call that beat every other source.
struct ConfigArguments: Sendable {
  var environment: String?
  var endpoint: String?
  var bucket: String?
}
