import ArgumentParser
import BarLake
import BarLakeCommandSupport
import FlatFiles

/// `barlake config`: looks at the configuration.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the configuration.",
    subcommands: [ConfigShowCommand.self])
}

/// `barlake config show`: prints the merged configuration. Published as `print_config`.
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print every value of the configuration with its origin; secrets are masked.",
    discussion: """
      Arguments beat the environment variables BARLAKE_S3_ENDPOINT, BARLAKE_S3_BUCKET, \
      BARLAKE_S3_ACCESS_KEY_ID and BARLAKE_S3_SECRET_ACCESS_KEY, which beat credentials.yaml. \
      PIPELINE_MODE, MAX_MEMORY_GB, LOG_LEVEL and DATA_ROOT beat the other files. Nothing is \
      written. Exit status: 0, or 1 if a file or a value is wrong.
      """)

  @OptionGroup var options: ConfigOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  private struct Description: Encodable {
    struct File: Encodable {
      var path: String
      var exists: Bool
    }

    var files: [File]
    var environment: String
    var recommendedMode: ProcessingMode
    var values: [ConfigEntry]

    init(_ config: ConfigLoader) {
      files = config.files.map { File(path: $0.path, exists: $0.isThere) }
      environment = config.environment
      recommendedMode = config.recommendedMode
      values = config.entries
    }

    private enum CodingKeys: String, CodingKey {
      case files, environment, values
      case recommendedMode = "recommended_mode"
    }
  }

  func run() throws {
    let printer = ResultPrinter(isJSON: json)
    let config = try options.load(printer)
    if json {
      try printer.printJSON(Description(config))
    } else {
      try Console.write(config.description)
    }
  }
}
