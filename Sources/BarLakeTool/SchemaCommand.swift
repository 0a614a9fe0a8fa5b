import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeColumnar
import BarLakeCommandSupport
import LakeInspection

/// `barlake schema`: prints the columns of a data type, or proposes those of a file.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the columns of a data type, or propose those of a file.",
    subcommands: [SchemaShowCommand.self, SchemaDetectCommand.self],
    defaultSubcommand: SchemaShowCommand.self)
}

/// `barlake schema TYPE`. Published as `print_schema_info`.
struct SchemaShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the columns of a data type.")

  @Argument(
    help: "stocks_daily, stocks_minute, options_daily or options_minute.",
    completion: .choices(MarketDataType.self))
  var type: String

  @Option(help: "portable or classic.", completion: .choices(Profile.self))
  var profile: String = Profile.portable.rawValue

  @Flag(help: "Include the columns that later stages add.")
  var full = false

  @Flag(help: "Print a JSON object.")
  var json = false

  private struct Column: Encodable {
    var name: String
    var type: String
  }

  private struct Description: Encodable {
    var type: String
    var profile: String
    var columns: [Column]
  }

  func run() throws {
    let (schema, profile): (Schema, Profile)
    do throws(IngestError) {
      (schema, profile) = try chosen()
    } catch {
      try ResultPrinter(isJSON: json).print(error)
      throw ExitCode.failure
    }
    let columns = schema.fields.map { Column(name: $0.name, type: $0.type.description) }
    if json {
      let description = Description(type: type, profile: profile.rawValue, columns: columns)
      try ResultPrinter(isJSON: true).printJSON(description)
    } else {
      let table = Text.table(columns.map { [$0.name, $0.type] })
      try Console.write("\(type), \(profile.rawValue)\n\(table)")
    }
  }

  /// The schema and the profile that the arguments name.
  private func chosen() throws(IngestError) -> (Schema, Profile) {
    let dataType = try MarketDataType(name: type)
    let profile = try IngestOptions(["profile": .string(profile)]).profile
    let schema =
      full
      ? MarketSchema.schema(for: dataType, profile: profile)
      : MarketSchema.rawSchema(for: dataType, profile: profile)
    return (schema, profile)
  }
}

/// `barlake schema detect FILE`.
struct SchemaDetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Propose the type of every column of a file, from all rows.")

  @Argument(help: "A flat file, plain or gzip, or - for standard input.")
  var file: String

  @Flag(help: "Print one JSON object per column.")
  var json = false

  func run() throws {
    let printer = ResultPrinter(isJSON: json)
    let columns: [DetectedColumn]
    do throws(IngestError) {
      columns = try SchemaDetector.detect(file == "-" ? .descriptor(0) : .file(file))
    } catch {
      try printer.print(error)
      throw ExitCode.failure
    }
    if json {
      for column in columns { try printer.printJSON(column) }
    } else {
      let rows = columns.map {
        [$0.name.escapingControls, $0.type.rawValue, $0.hasNulls ? "with nulls" : ""]
      }
      try Console.write(Text.table(rows))
    }
  }
}
