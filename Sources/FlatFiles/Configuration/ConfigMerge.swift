internal import BarLake
internal import BarLakeBytes

/// Merges the sources of a configuration into one tree; the credentials stay apart.
///
/// Source: `docs/flat-files.md`, FLAT-1.
struct ConfigMerge {
  private(set) var tree = Self.defaults
  private(set) var environment = "production"
  private(set) var credentials = CredentialTree()

  /// The values that no source gives.
  private static let defaults: ConfigTree = {
    var tree = ConfigTree()
    let values: [(String, ConfigValue)] = [
      ("data_root", "data"), ("pipeline.mode", "adaptive"),
      ("source.s3.endpoint", "https://files.massive.com"), ("source.s3.bucket", "flatfiles"),
      ("source.s3.max_retries", 5), ("source.s3.timeout_seconds", 60),
      ("optimizations.async_downloads.max_concurrent", 8),
      ("optimizations.async_downloads.connection_pool_size", 50), ("logging.level", "INFO"),
    ]
    for (path, value) in values {
      tree.set(value, at: path.parts(separatedBy: "."), .standard)
    }
    return tree
  }()

  init(_ sources: ConfigSources) throws(ConfigError) {
    if let pipeline = sources.pipeline { tree.merge(pipeline) }
    if let profile = sources.systemProfile {
      tree.merge(profile, at: ["system_profile"])
      if let root = profile.found(at: "data_root") { tree.merge(root, at: ["data_root"]) }
    }
    try mergePaths(sources)
    try mergeVariables(sources)
    credentials = try CredentialTree(sources, of: &tree)
  }

  // MARK: paths.yaml

  /// Keys of `paths.yaml` that are about its environments and are no paths.
  private static let ownKeys = ["active_environment", "environments", "validation"]

  /// Adds the paths of the active environment, and those that stand outside of environments.
  private mutating func mergePaths(_ sources: ConfigSources) throws(ConfigError) {
    guard let paths = sources.paths else {
      guard let name = sources.arguments.environment else { return }
      throw .wrong(
        nil, "the environment \(name) has no paths: \(sources.pathsFile) is not there")
    }
    let active = paths.found(at: "active_environment")
    var name = environment
    if let argument = sources.arguments.environment {
      name = argument
    } else if let active {
      guard case .value(.string(let text)) = active.content else {
        throw .wrong(active.origin, "active_environment is the name of an environment")
      }
      name = text
    }
    if case .value(.string(let alias))? = paths.found(at: ["environments", name])?.content {
      name = alias
    }
    environment = name
    for member in paths.members where !Self.ownKeys.contains(where: member.key.isSame) {
      if case .value = member.tree.content { tree.merge(member.tree, at: [member.key]) }
    }
    if let section = paths.members.first(where: { $0.key.isSame(as: name) })?.tree,
      case .members = section.content
    {
      tree.merge(section)
    } else if sources.arguments.environment != nil || active != nil {
      let isArgument = sources.arguments.environment != nil
      let known = paths.members.filter { !$0.tree.members.isEmpty }.map(\.key)
        .filter { key in !Self.ownKeys.contains { $0.isSame(as: key) } }
      throw .wrong(
        isArgument ? .argument("environment") : active?.origin,
        "\(sources.pathsFile) has no paths of the environment \(name), but of: "
          + (known.isEmpty ? "none" : known.joined(separator: ", ")))
    }
  }

  // MARK: Environment variables

  private mutating func mergeVariables(_ sources: ConfigSources) throws(ConfigError) {
    if let mode = sources.variable("PIPELINE_MODE") {
      tree.set(mode.value, at: ["pipeline", "mode"], mode.origin)
    }
    if let level = sources.variable("LOG_LEVEL") {
      tree.set(
        .string(level.value.description.uppercased()), at: ["logging", "level"], level.origin)
    }
    if let root = sources.variable("DATA_ROOT") {
      tree.set(root.value, at: ["data_root"], root.origin)
    }
    guard let memory = sources.variable("MAX_MEMORY_GB") else { return }
    guard let number = Double(memory.value.description), number > 0, number.isFinite else {
      throw .wrong(memory.origin, "the memory in GiB is a number above 0, not \(memory.value)")
    }
    // Both places where an ingestor looks for it, so that no file has the last word.
    for keys in [["resource_limits"], ["system_profile", "resource_limits"]] {
      tree.set(.double(number), at: keys + ["max_memory_gb"], memory.origin)
    }
  }
}
