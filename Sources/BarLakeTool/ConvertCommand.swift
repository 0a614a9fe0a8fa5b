import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeMaintenance

/// `barlake convert`: makes the dates of one lake in another, without the flat files.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Make a lake with another profile, layout or extra columns from a lake.",
    discussion: """
      The flat files are not needed. What an option does not say is as in TO, or as in FROM if TO \
      has nothing of the data type. A date that is done in TO is skipped, so the same command goes \
      on with a conversion that was stopped. Nothing in FROM is changed. Exit status: 0 if every \
      date of FROM is done in TO, 1 if one failed, 64 for a wrong command line, 130 after Ctrl-C.
      """)

  @Argument(help: "The directory of the lake that is read.", completion: .directory)
  var from: String

  @Argument(
    help: "The directory of the lake that is written; it is created if it is missing.",
    completion: .directory)
  var to: String

  @Option(
    help: "Only this data type; may be given more than once.",
    completion: .choices(MarketDataType.self))
  var type: [String] = []

  @Option(help: "Only this date, YYYY-MM-DD; may be given more than once.")
  var date: [String] = []

  @Flag(
    help: """
      Go on where digits are lost: 32-bit prices of the profile classic become the shortest \
      decimal numbers that they stand for. The files say so in their metadata.
      """)
  var acceptRounding = false

  @OptionGroup var lakeOptions: LakeWritingOptions

  @Flag(help: "Print one JSON object per date, each on one line.")
  var json = false

  func validate() throws {
    if from.isEmpty || to.isEmpty { throw ValidationError("The path of a lake is empty.") }
  }

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let batch = try printer.result(cancellation) { () throws(IngestError) in
      try ConversionBatch(
        self, types: chosenTypes(), dates: chosenDates(), printer: printer,
        cancellation: cancellation)
    }
    try batch.run().check(cancellation)
  }

  private func chosenTypes() throws(IngestError) -> [String] {
    let types = try LakeConverter.dataTypes(of: from).map(\.rawValue)
    for name in type {
      let wanted = try MarketDataType(name: name).rawValue
      if !types.contains(wanted) {
        throw IngestError(
          code: .invalidArgument, token: wanted, message: "\(from) has nothing of \(wanted)")
      }
    }
    return type.isEmpty ? types : type
  }

  private func chosenDates() throws(IngestError) -> Set<CalendarDate>? {
    if date.isEmpty { return nil }
    var dates: Set<CalendarDate> = []
    for text in date { dates.insert(try CalendarDate(text)) }
    return dates
  }
}
