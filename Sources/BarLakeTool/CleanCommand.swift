import ArgumentParser
import BarLake
import BarLakeBytes
import BarLakeCommandSupport
import LakeMaintenance

/// `barlake clean`: removes what runs that died have left in a lake.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Remove what interrupted runs have left in a lake.",
    discussion: """
      These are staging folders, and publishing lists with the data files that they name and that \
      no manifest has. After an interrupted overwrite all files of the date are such. A file that \
      no publishing list names is never removed: if the folder .barlake was lost, barlake adopt \
      makes the dates done again. Dates that are being ingested are passed over. Exit status: 0, \
      1 after an error, 64 for a wrong command line, 129, 130 or 143 after SIGHUP, Ctrl-C or \
      SIGTERM.
      """)

  @Argument(help: "The lake's directory.")
  var lake: String

  @Flag(help: "Only print what would be removed.")
  var dryRun = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var locks: LockOptions

  func run() throws {
    let cancellation = Cancellation()
    cancellation.cancelOnInterrupt()
    let printer = ResultPrinter(isJSON: json)
    let cleaning = try printer.result(cancellation) { () throws(IngestError) in
      try LakeCleaner(
        root: lake, isDryRun: dryRun, withoutLocks: locks.withoutLocks,
        cancellation: cancellation
      ).clean()
    }
    try printer.print(cleaning, lines: Self.lines)
  }

  /// One line for each thing that was removed or kept, and a last line with their numbers.
  private static func lines(_ cleaning: LakeCleaning) -> [String] {
    let verb = cleaning.isDryRun ? "would be removed" : "removed"
    let removed = cleaning.removed.map { removed in
      let files =
        removed.kind == .publishingList
        ? ", with \(Text.count(removed.fileCount, "data file"))" : ""
      return "\(removed.path): \(verb)\(files), \(ByteCountText.text(removed.byteCount))"
    }
    let kept = cleaning.kept.map { "\($0.path): kept: \($0.reason)" }
    let parts = [
      "\(cleaning.removed.count) \(verb)", ByteCountText.text(cleaning.byteCount),
      "\(cleaning.kept.count) kept",
    ]
    let skipped = Text.count(cleaning.inProgressCount, "date") + " in progress"
    let all = parts + (cleaning.inProgressCount > 0 ? [skipped] : [])
    return (removed + kept).map(\.escapingControls) + [all.joined(separator: ", ")]
  }
}
