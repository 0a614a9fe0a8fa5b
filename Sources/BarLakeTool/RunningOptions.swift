import ArgumentParser
import BarLake
import BarLakeSync

/// The options of commands that run tasks.
struct RunningOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "How many dates are fetched and ingested at once.")
  var jobs = 4

  @Option(
    help: """
      Append what becomes of each date to this file, as lines of JSON: started, progress at least \
      every 10 seconds, committed, failed.
      """, completion: .file())
  var events: String?

  @Flag(help: "Print errors and warnings only, and no progress.")
  var quiet = false

  @Flag(help: "Print one JSON object per date, each on one line, and a summary.")
  var json = false

  func validate() throws {
    if !(1...1000).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 1000.") }
    if events?.isEmpty == true { throw ValidationError("--events is empty.") }
  }

  /// The file of events, if one is asked for.
  func openEvents() throws(IngestError) -> TaskEvents? {
    try events.map { path throws(IngestError) in try TaskEvents(path: path) }
  }
}
