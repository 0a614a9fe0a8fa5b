import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeInspection
import LakeMaintenance

/// `barlake adopt`: makes dates done whose data files are there without a manifest.
struct AdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Make manifests and settings from the data files that are there.",
    discussion: """
      For a lake whose folder .barlake was lost, and with --profile for a lake that another \
      program wrote. Every file is checked as barlake verify checks it; nothing is ingested again. \
      Nothing can show that files of some symbols were lost, so compare the rows of each date with \
      those of its neighbours. Dates that are done, or that are being ingested, are passed over. \
      After an interruption the same command adopts the rest. Exit status: 0 if no date was \
      refused, 1 if one was or after an error, 64 for a wrong command line, 129, 130 or 143 after \
      SIGHUP, Ctrl-C or SIGTERM.
      """)

  @Argument(help: "The lake's directory.")
  var lake: String

  @Option(help: "Only this data type.", completion: .choices(MarketDataType.self))
  var type: String?

  @Option(
    help: """
      Adopt files of other programs too, if their columns are those of this profile: portable or \
      classic.
      """, completion: .choices(Profile.self))
  var profile: String?

  @Flag(help: "Only check, and print what would be adopted.")
  var dryRun = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var locks: LockOptions

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let adoption = try printer.result(cancellation) { () throws(IngestError) in
      try LakeAdopter(
        root: lake, dataType: type, profile: profile, isDryRun: dryRun,
        withoutLocks: locks.withoutLocks, cancellation: cancellation
      ).adopt()
    }
    try printer.print(adoption, lines: Self.lines)
    if !adoption.refused.isEmpty { throw ExitCode.failure }
  }

  /// The most problems of a date that are printed.
  private static let problemLimit = 3

  /// A line for each date that was adopted, a few for each that was refused, and one with numbers.
  private static func lines(_ adoption: LakeAdoption) -> [String] {
    let verb = adoption.isDryRun ? "would be adopted" : "adopted"
    let adopted = adoption.adopted.map { date in
      let origin = date.isForeign ? ["of another program"] : []
      let filter = date.symbolCount.map { ["limited to \(Text.count($0, "symbol"))"] } ?? []
      let parts =
        [
          "\(date.dataType.rawValue) \(date.date)", verb, Text.count(date.fileCount, "file"),
          Text.count(date.rowCount, "row"), ByteCountText.text(date.byteCount),
          "\(date.profile.rawValue) by \(date.partitioning.rawValue)",
        ] + origin + filter
      return parts.joined(separator: "  ")
    }
    let refused = adoption.refused.flatMap { date in
      let start = "\(date.dataType.rawValue) \(date.date)  refused: "
      let problems = date.problems.prefix(problemLimit).map { "\(start)\($0.path): \($0.problem)" }
      let rest = date.problems.count - problems.count
      return problems + (rest > 0 ? ["\(start)\(Text.count(rest, "more problem"))"] : [])
    }
    let foreign = adoption.foreign.map { "\($0): no file of a date may be here" }
    var parts = [
      "\(Text.count(adoption.adopted.count, "date")) \(verb)", "\(adoption.refused.count) refused",
      "\(adoption.doneCount) done before",
    ]
    if adoption.inProgressCount > 0 { parts.append("\(adoption.inProgressCount) in progress") }
    return (adopted + refused + foreign).map(\.escapingControls) + [parts.joined(separator: ", ")]
  }
}
