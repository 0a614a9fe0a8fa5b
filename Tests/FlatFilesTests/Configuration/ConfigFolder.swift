import BarLakeBytes
import BarLakeTestSupport
import FlatFiles

/// A folder of configuration files.
struct ConfigFolder {
  let folder: TemporaryFolder
  var path: String { folder.path }

  /// A folder with these files; their names are those of the four, without `.yaml`.
  init(
    paths: String? = nil, pipeline: String? = nil, system: String? = nil,
    credentials: String? = nil
  ) throws {
    folder = try TemporaryFolder()
    let files = [
      ("paths", paths), ("pipeline_config", pipeline), ("system_profile", system),
      ("credentials", credentials),
    ]
    for (name, text) in files {
      if let text { try folder.write(text.utf8, to: "\(name).yaml") }
    }
  }

  /// The path of one of the four files.
  func file(_ name: String) -> String { folder.path("\(name).yaml") }

  /// The configuration of the folder, with these environment variables and no others.
  func load(
    _ variables: [String: String] = [:], environment: String? = nil, endpoint: String? = nil,
    bucket: String? = nil, machineByteCount: Int? = nil
  ) throws(ConfigError) -> ConfigLoader {
    try ConfigLoader(
      configDir: path, environment: environment, endpoint: endpoint, bucket: bucket,
      variables: variables, machineByteCount: machineByteCount)
  }

  /// The error of loading it; nil if there is none.
  func error(
    _ variables: [String: String] = [:], environment: String? = nil, endpoint: String? = nil,
    bucket: String? = nil
  ) -> ConfigError? {
    do throws(ConfigError) {
      _ = try load(variables, environment: environment, endpoint: endpoint, bucket: bucket)
      return nil
    } catch {
      return error
    }
  }

  /// The names in a folder.
  static func names(in path: String) throws -> [String] { try FileSystem.names(in: path) }

  /// Credentials that are nobody's.
  static let credentials = """
    polygon:
      s3:
        access_key_id: FAKEKEYID00001
        secret_access_key: fake-secret-of-the-file
    """

  static let secret = "fake-secret-of-the-file"
}
