import ArgumentParser
import BarLake
import FlatFiles

/// The arguments that choose a configuration. Secrets are never arguments, because a list of
/// processes would show them.
struct ConfigOptions: ParsableArguments {
  @Option(
    help: """
      The directory of paths.yaml, pipeline_config.yaml, system_profile.yaml and \
      credentials.yaml; each may be missing.
      """)
  var configDir = "config"

  @Option(help: "The URL of the S3 service (default: the configuration's).")
  var endpoint: String?

  @Option(help: "The bucket (default: the configuration's).")
  var bucket: String?

  /// The configuration that the arguments choose; an error is printed.
  func load(_ printer: ResultPrinter) throws(ExitCode) -> ConfigLoader {
    do throws(ConfigError) {
      return try ConfigLoader(configDir: configDir, endpoint: endpoint, bucket: bucket)
    } catch {
      try printer.print(error.ingestError)
      throw .failure
    }
  }
}
