public import BarLake
internal import BarLakeBytes
public import Logging

/// The configuration of a pipeline: files of YAML, environment variables, arguments and defaults,
/// merged once. Every value knows where it comes from, and no text that is made of a value shows a
/// secret.
///
/// Pass it to an ingestor as it is. The initialisers of `PolarsIngestor` and
/// `StreamingIngestor` that take it are in this module.
///
/// Published as `ConfigLoader(config_dir, environment)`. Source: `docs/flat-files.md`, FLAT-1 to
/// FLAT-4.
public struct ConfigLoader: Sendable {
  /// A file that is looked for.
  public struct File: Hashable, Sendable {
    /// Its path, relative to the working directory if `configDir` is.
    public var path: String
    /// Whether it is there.
    public var isThere: Bool
  }

  /// The folder of the files.
  public let configDir: String
  /// The name of the active environment, whose paths of `paths.yaml` count. Published as
  /// `get_environment()`.
  public let environment: String
  /// The files that were looked for, in a fixed order.
  public let files: [File]
  /// All values but those of `credentials.yaml`.
  package let tree: ConfigTree
  package let credentialTree: CredentialTree
  private let machineByteCount: Int?

  /// Reads and merges the configuration. Nothing is written, and no folder is made.
  ///
  /// - Parameters:
  ///   - configDir: the folder of `paths.yaml`, `pipeline_config.yaml`, `system_profile.yaml` and
  ///     `credentials.yaml`. Each may be missing.
  ///   - environment: the environment of `paths.yaml`, or an alias; nil for its
  ///     `active_environment`.
  ///   - endpoint: the URL of the vendor's S3 service; beats variables and files.
  ///   - bucket: the vendor's bucket; beats variables and files.
  ///   - variables: environment variables; nil for those of the process.
  /// - Throws: `invalid_argument` with file, line and column for a file that is not YAML and for a
  ///   wrong value; `io_error` for a file that cannot be read.
  public init(
    configDir: String = "config", environment: String? = nil, endpoint: String? = nil,
    bucket: String? = nil, variables: [String: String]? = nil
  ) throws(ConfigError) {
    try self.init(
      configDir: configDir, environment: environment, endpoint: endpoint, bucket: bucket,
      variables: variables, machineByteCount: Memory.machine()?.totalByteCount)
  }

  package init(
    configDir: String, environment: String? = nil, endpoint: String? = nil,
    bucket: String? = nil, variables: [String: String]?, machineByteCount: Int?
  ) throws(ConfigError) {
    let sources = try ConfigSources(
      configDir: configDir,
      arguments: ConfigArguments(environment: environment, endpoint: endpoint, bucket: bucket),
      variables: variables)
    let merge = try ConfigMerge(sources)
    self.configDir = configDir
    self.environment = merge.environment
    self.machineByteCount = machineByteCount
    files = sources.files
    tree = merge.tree
    credentialTree = merge.credentials
    try ConfigChecks(tree: tree).check()
  }

  /// The value at a dotted path, such as `pipeline.mode`; a dictionary if the path leads to one.
  /// Values of `credentials.yaml` are not found: use ``credentials(for:)``.
  ///
  /// Published as `get(key_path, default)`.
  ///
  /// - Returns: `default` if nothing is there, or null.
  public func get(_ path: String, default: ConfigValue? = nil) -> ConfigValue? {
    tree.found(at: path)?.value ?? `default`
  }

  /// Where the value at a dotted path comes from; nil if nothing is there. Of a dictionary it is
  /// where the dictionary begins.
  public func origin(of path: String) -> ConfigOrigin? { tree.found(at: path)?.origin }

  /// The limits of `resource_limits`, and those of the system profile that it does not have.
  ///
  /// Published as `get_resource_limits()`.
  public var resourceLimits: [String: ConfigValue] {
    var limits = tree.found(at: "system_profile.resource_limits") ?? ConfigTree()
    if let own = tree.found(at: "resource_limits") { limits.merge(own) }
    guard case .dictionary(let values) = limits.value else { return [:] }
    return values
  }

  /// The mode of the pipeline, if it is not `adaptive`; else the system profile's
  /// `recommended_mode`; else ``ProcessingMode/streaming`` on machines with less than 32 GB of
  /// memory, and ``ProcessingMode/batch`` on others.
  ///
  /// Published as `get_recommended_mode()`.
  public var recommendedMode: ProcessingMode {
    text("pipeline.mode").flatMap(ProcessingMode.init)
      ?? text("system_profile.recommended_mode").flatMap(ProcessingMode.init)
      ?? .recommended(machineByteCount: machineByteCount)
  }

  /// The folder of a pipeline's files, `data` by default. Published as `get_data_root()`.
  public var dataRoot: String { text("data_root") ?? "" }

  /// The least level of messages that the configuration asks for, `info` by default.
  public var logLevel: Logger.Level {
    text("logging.level").flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? .info
  }

  /// The credentials of a service. `polygon` and `massive` are the vendor of the flat files, under
  /// its former name and its present one.
  ///
  /// Published as `get_credentials(service)`.
  ///
  /// - Throws: `invalid_argument` if a part is missing, with the places where it may be written.
  public func credentials(for service: String) throws(ConfigError) -> S3Credentials {
    try credentialTree.credentials(
      for: service,
      s3: (text("source.s3.endpoint") ?? "", text("source.s3.bucket") ?? ""))
  }

  /// A value that is a text, as the checks say.
  private func text(_ path: String) -> String? {
    guard case .string(let text)? = get(path) else { return nil }
    return text
  }
}
